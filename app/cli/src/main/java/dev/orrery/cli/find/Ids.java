package dev.orrery.cli.find;

import dev.orrery.cli.terminal.Stop;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ids and their beginnings. */
final class Ids {

    static final int CHARACTERS = 36;

    private static final int SHOWN_MAX = 10;

    private static final Pattern WHOLE =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-fA-F][0-9a-fA-F-]{3,35}");

    private Ids() {}

    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** Four characters at least: fewer would name something else tomorrow. */
    static Optional<String> prefix(String text) {
        return BEGINNING.matcher(text).matches()
                ? Optional.of(text.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    static Stop ambiguous(String what, String called, List<String> found) {
        var sentence =
                new StringBuilder(
                        "'%s' names %d %s; say which:".formatted(called, found.size(), what));
        found.stream().limit(SHOWN_MAX).forEach(one -> sentence.append("\n  ").append(one));
        if (found.size() > SHOWN_MAX) {
            sentence.append("\n  ...");
        }
        return Stop.usage(sentence.toString());
    }
}
