package dev.orrery.flows;

/** What becomes of the nominal times that came while nobody could fire them. */
public enum CatchUp {
    /** None is made up for: the latest runs only where it is a minute old at most. */
    NONE("none"),
    /** The latest runs. */
    LATEST("latest"),
    /** All run, in order. */
    ALL("all");

    private final String written;

    CatchUp(String written) {
        this.written = written;
    }

    String written() {
        return written;
    }
}
