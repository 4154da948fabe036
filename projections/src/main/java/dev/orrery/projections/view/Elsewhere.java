package dev.orrery.projections.view;

/**
 * A partition is not here, or not whole, or it moved away while it was read: whoever has it is to
 * be asked. It has no stack trace because it is an answer and not a fault.
 */
public final class Elsewhere extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int partition;

    public Elsewhere(int partition) {
        super("partition " + partition + " is not here", null, false, false);
        this.partition = partition;
    }

    public int partition() {
        return partition;
    }
}
