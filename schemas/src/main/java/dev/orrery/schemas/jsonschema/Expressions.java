package dev.orrery.schemas.jsonschema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Regular expressions whose time grows with the text and the expression, and no faster: no looking
 * around and no references back.
 */
final class Expressions implements RegularExpressionFactory {

    private static final int CHARACTERS_MAX = 2_000;
    private static final int GROUPS_MAX = 100;
    private static final int SIZE_MAX = 10_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(?<least>[0-9]{1,4})(?:,(?<most>[0-9]{0,4}))?\\}");

    /** As ECMAScript writes a character by its number. */
    private static final java.util.regex.Pattern BY_NUMBER =
            java.util.regex.Pattern.compile(
                    "(?<!\\\\)(?<before>(?:\\\\\\\\)*)\\\\u(?<hex>[0-9A-Fa-f]{4})");

    private final Budget budget;

    /**
     * Those of the description of schemas, which all threads share, are compiled when asked for.
     */
    private final Map<String, RegularExpression> compiled = new ConcurrentHashMap<>();

    Expressions(Budget budget) {
        this.budget = budget;
    }

    /**
     * @throws Uncheckable when it can't be used
     */
    @Override
    public RegularExpression getRegularExpression(String expression) {
        return check(expression, "");
    }

    /**
     * @param pointer to where the expression is
     * @throws Uncheckable when it can't be used
     */
    RegularExpression check(String expression, String pointer) {
        return compiled.computeIfAbsent(expression, _ -> compile(expression, pointer));
    }

    private RegularExpression compile(String expression, String pointer) {
        if (expression.length() > CHARACTERS_MAX
                || expression.chars().filter(character -> character == '(').count() > GROUPS_MAX) {
            throw tooLarge(pointer);
        }
        long size = size(expression, pointer);
        budget.spend(100 + 15 * size);
        try {
            var byNumber = BY_NUMBER.matcher(expression).replaceAll("${before}\\\\x{${hex}}");
            var pattern = Pattern.compile(byNumber);
            return text -> {
                budget.spend(10 + text.length() * size / 4);
                return pattern.matcher(text).find();
            };
        } catch (PatternSyntaxException malformed) {
            throw new Uncheckable(
                    pointer,
                    "The pattern can't be used: %s; what looks around or refers back is not known."
                            .formatted(malformed.getDescription()));
        }
    }

    /** Of its repetitions written out, as they are when it is compiled; never less than it is. */
    private static long size(String expression, String pointer) {
        long ofOne = expression.length();
        long ofGroups = 1;
        var repetition = REPETITION.matcher(expression);
        while (repetition.find()) {
            var most = repetition.group("most");
            long least = 1 + Long.parseLong(repetition.group("least"));
            boolean isOpen = most == null || most.isEmpty();
            long times = isOpen ? least : Math.max(least, Long.parseLong(most));
            if (")}E".indexOf(expression.charAt(Math.max(repetition.start() - 1, 0))) >= 0) {
                ofGroups *= times;
            } else {
                // What need not be there is a choice each time.
                ofOne += isOpen ? times : 2 * times;
            }
            if (ofOne * ofGroups > SIZE_MAX) {
                throw tooLarge(pointer);
            }
        }
        return ofOne * ofGroups;
    }

    private static Uncheckable tooLarge(String pointer) {
        return new Uncheckable(
                pointer,
                "The pattern is too large: %d characters, %d groups, and %d when its repetitions are written out at most."
                        .formatted(CHARACTERS_MAX, GROUPS_MAX, SIZE_MAX));
    }
}
