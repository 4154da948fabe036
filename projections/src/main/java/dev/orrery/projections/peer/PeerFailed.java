package dev.orrery.projections.peer;

/** Another node gave no answer that can be used; who asked may ask another one. */
public final class PeerFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean behind;

    /**
     * @param message what was wrong, with the node's address, as a sentence without a full stop
     */
    PeerFailed(String message) {
        this(false, message);
    }

    /**
     * @param behind whether it has the partition and is not where the caller has been
     * @param message what was wrong, with the node's address, as a sentence without a full stop
     */
    PeerFailed(boolean behind, String message) {
        super(message, null, false, false);
        this.behind = behind;
    }

    /** Whether it has the partition and is not where the caller has been. */
    public boolean isBehind() {
        return behind;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
