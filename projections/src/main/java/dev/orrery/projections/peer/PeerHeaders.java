package dev.orrery.projections.peer;

/** What nodes say to each other beside what clients say to them. */
public final class PeerHeaders {

    /**
     * In a question the partitions that are asked for, {@code 1,4}: answer from what you have of
     * these and pass nothing on. In its answer the same ones, each with the sequence at which it
     * was read, {@code 1:17,4:0}.
     */
    public static final String PARTITIONS = "Orrery-Partitions";

    /** Which log is asked and answered about, {@code urn:orrery:} and the id of the Kafka. */
    public static final String LOG = "Orrery-Log";

    /**
     * Which generation of the views is asked about: what has been read of one goes with nothing of
     * another.
     */
    public static final String GENERATION = "Orrery-Views";

    /** How long ago what is answered was known to be all, in whole seconds (RFC 9111). */
    public static final String AGE = "Age";

    /** What is asked for in {@code Accept} where parts of a list are to be put together. */
    public static final String SHARE = "application/vnd.orrery.share";

    private PeerHeaders() {}
}
