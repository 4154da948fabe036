package dev.orrery.schemas.avro;

/**
 * A record that nobody will ever be able to read: reading it again does not help. Its sentence is
 * cut at 500 characters, because what it quotes was written by a stranger.
 */
public final class UnreadableRecord extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int CHARACTERS_MAX = 500;

    /**
     * @param sentence what is wrong with it, for people
     */
    public UnreadableRecord(String sentence) {
        super(cut(sentence));
    }

    /**
     * @param sentence what is wrong with it, for people
     * @param cause what found it
     */
    public UnreadableRecord(String sentence, Throwable cause) {
        super(cut(sentence), cause);
    }

    private static String cut(String sentence) {
        return sentence.length() <= CHARACTERS_MAX
                ? sentence
                : sentence.substring(0, CHARACTERS_MAX);
    }
}
