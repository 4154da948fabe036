package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the first thing that is wrong with a command, by the field that holds it. */
final class FirstWrong {

    private static final int SHOWN_CHARACTERS_MAX = 60;

    private @Nullable Rejected found;

    Optional<Rejected> found() {
        return Optional.ofNullable(found);
    }

    boolean isNothing() {
        return found == null;
    }

    void refuse(Rejected refusal) {
        if (found == null) {
            found = refusal;
        }
    }

    void refuse(Refusal refusal, String field, String message) {
        refuse(refusal.of(field, message));
    }

    void require(boolean holds, String field, String message) {
        if (!holds) {
            refuse(Refusal.INVALID_COMMAND, field, message);
        }
    }

    void atMost(String field, int size, int max) {
        require(size <= max, field, "There are " + size + " entries, " + max + " at most.");
    }

    /** A name is part of addresses and of {@code flow/name}. */
    void name(String field, String name) {
        text(field, name);
        require(name.indexOf('/') < 0, field, "A name can't hold a slash.");
        require(
                name.codePoints().noneMatch(FirstWrong::isControl),
                field,
                "A name can't hold control characters.");
        require(
                !name.equals(".") && !name.equals(".."),
                field,
                "A name can't be . or .., which no client keeps in an address.");
        require(!isPadded(name), field, "A name can't begin or end with white space.");
    }

    void text(String field, String text) {
        text(field, text, Limits.NAME_CHARACTERS_MAX);
    }

    void text(String field, String text, int charactersMax) {
        require(!text.isBlank(), field, "It must not be empty.");
        optionalText(field, text, charactersMax);
    }

    void optionalText(String field, @Nullable String text, int charactersMax) {
        require(
                text == null || text.length() <= charactersMax,
                field,
                "It has " + charactersMax + " characters at most.");
        require(text == null || text.indexOf('\0') < 0, field, "It can't hold the character NUL.");
    }

    void tags(String field, List<String> tags) {
        atMost(field, tags.size(), Limits.TAGS_MAX);
        for (int i = 0; i < tags.size(); i++) {
            text(field + "/" + i, tags.get(i));
        }
    }

    void parameters(String field, Json parameters) {
        require(parameters.isObject(), field, "Parameters are a JSON object.");
        small(field, parameters);
    }

    /** What is laid over each other must be small enough together too. */
    void merged(String field, Json below, Json above) {
        if (isNothing()) {
            small(field, below.overlaidWith(above));
        }
    }

    private void small(String field, Json parameters) {
        if (parameters.bytes() > Limits.PARAMETERS_BYTES_MAX) {
            refuse(
                    Refusal.PARAMETERS_TOO_LARGE,
                    field,
                    "Parameters have 512 KiB at most; pass large data by reference.");
        }
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    private static boolean isPadded(String name) {
        return !name.isEmpty()
                && (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length())));
    }

    /** No-break spaces too, which for Java are no white space. */
    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** What the user wrote as a name, as the last part of a JSON pointer. */
    static String pointed(String name) {
        return shown(name).replace("~", "~0").replace("/", "~1");
    }

    /** What the user wrote, short enough for a sentence. */
    static String shown(String text) {
        return shown(text, SHOWN_CHARACTERS_MAX);
    }

    static String shown(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(charactersMax - 1));
        return text.substring(0, splits ? charactersMax - 1 : charactersMax) + "...";
    }
}
