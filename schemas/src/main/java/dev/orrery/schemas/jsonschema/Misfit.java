package dev.orrery.schemas.jsonschema;

/**
 * What does not fit.
 *
 * @param pointer a JSON pointer into the value, at most about 1,000 characters
 * @param message what it must be, as a sentence for people, at most about 300 characters
 */
public record Misfit(String pointer, String message) {

    private static final int POINTER_CHARACTERS_MAX = 1_000;
    private static final int MESSAGE_CHARACTERS_MAX = 300;

    /** With what is too long to be read cut off, and the message as a sentence. */
    static Misfit of(String pointer, String message) {
        var sentence = cut(message, MESSAGE_CHARACTERS_MAX);
        return new Misfit(
                cut(pointer, POINTER_CHARACTERS_MAX),
                Character.toUpperCase(sentence.charAt(0))
                        + sentence.substring(1)
                        + (sentence.endsWith(".") ? "" : "."));
    }

    private static String cut(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(charactersMax - 1));
        return text.substring(0, splits ? charactersMax - 1 : charactersMax) + "...";
    }
}
