package dev.orrery.schemas.avro;

/** A record that nobody will ever be able to read: reading it again does not help. */
public final class UnreadableRecord extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param sentence what is wrong with it, for people
     */
    public UnreadableRecord(String sentence) {
        super(sentence);
    }

    /**
     * @param sentence what is wrong with it, for people
     * @param cause what found it
     */
    public UnreadableRecord(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
