package dev.orrery.projections.stream;

/** The log can't be folded any further; what is wrong with it, and where. */
public final class ViewsStopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    ViewsStopped(String where, RuntimeException fault) {
        super(where + ": " + fault.getMessage(), fault);
    }
}
