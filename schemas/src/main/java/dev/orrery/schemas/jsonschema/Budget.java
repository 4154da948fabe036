package dev.orrery.schemas.jsonschema;

/**
 * What is spent on one schema and what is asked of it. A step is about 50 ns, so that all of them
 * are less than half a second, and enough for any list of integers that parameters can hold; the
 * depth is what half a megabyte of stack can hold.
 */
final class Budget {

    static final long STEPS_MAX = 8_000_000;
    static final int DEPTH_MAX = 400;

    private long left;
    private int depth;

    Budget() {
        this(STEPS_MAX);
    }

    private Budget(long left) {
        this.left = left;
    }

    /** For what is ours, and ends. */
    static Budget endless() {
        return new Budget(Long.MAX_VALUE);
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw tooMuch();
        }
    }

    void enter() {
        depth++;
        if (depth > DEPTH_MAX) {
            throw tooMuch();
        }
    }

    void leave() {
        depth--;
    }

    /** Where a check was left from its depth. */
    void surface() {
        depth = 0;
    }

    /** One sentence for both, since it may hang on the order of keywords which is found first. */
    private static Uncheckable tooMuch() {
        return new Uncheckable(
                "To check it takes more than is spent on any check; make the schema simpler, or the"
                        + " value smaller. A schema that refers to itself without an end is never"
                        + " done.");
    }
}
