package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;

/** The beginning of an id, as people copy it: ids are keys in order, so it is a range of them. */
final class IdPrefix {

    static final String NAME = "idPrefix";

    private static final String FORM = "00000000-0000-0000-0000-000000000000";
    private static final int DIGITS = 2 * Keys.ID_BYTES;

    private final String digits;

    private IdPrefix(String digits) {
        this.digits = digits;
    }

    /** Of 1 to 36 characters, hyphens where a UUID has them. */
    static IdPrefix parse(String text) {
        if (text.isEmpty()
                || text.length() > FORM.length()
                || !IntStream.range(0, text.length()).allMatch(at -> fits(text, at))) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "It must be the beginning of a UUID, not " + text,
                    NAME);
        }
        return new IdPrefix(text.replace("-", "").toLowerCase(Locale.ROOT));
    }

    private static boolean fits(String text, int at) {
        return FORM.charAt(at) == '-'
                ? text.charAt(at) == '-'
                : HexFormat.isHexDigit(text.charAt(at));
    }

    /** The ids that begin so. */
    KeyRange ids() {
        var last = bytes('f');
        // The next key there can be is the same with a zero byte after it.
        return new KeyRange(bytes('0'), Arrays.copyOf(last, last.length + 1));
    }

    private byte[] bytes(char rest) {
        return HexFormat.of()
                .parseHex(digits + String.valueOf(rest).repeat(DIGITS - digits.length()));
    }

    @Override
    public String toString() {
        return digits;
    }
}
