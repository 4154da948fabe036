package dev.orrery.audit.print;

import java.util.regex.Pattern;

/** What users wrote, safe and short enough for a line of a terminal. */
final class Words {

    private static final int SHOWN_CHARACTERS_MAX = 160;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Words() {}

    static String shown(String text) {
        var clean = clean(text);
        return clean.length() <= SHOWN_CHARACTERS_MAX
                ? clean
                : clean.substring(0, SHOWN_CHARACTERS_MAX) + "...";
    }

    /** A line end or a terminal's escape code in a message must not draw lines of its own. */
    static String clean(String text) {
        return CONTROL.matcher(text.replace("\n", "\\n").replace("\t", "\\t"))
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
