package dev.orrery.verify.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Printed lines without what is another each time: ids, times, and how wide a column is. */
final class Masked {

    /** A line that stands for any number of them. */
    private static final String ANY = "...";

    private static final List<Mask> MASKS =
            List.of(
                    mask("ID", "\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"),
                    // Of a run, in a list.
                    mask("ID  RUN", "\\bID {2,}[a-z]+-[a-z]+(?= )"),
                    mask("ARTIFACT", "\\b[0-9a-f]{64}\\b"),
                    mask("COMMIT", "\\b[0-9a-f]{40}\\b"),
                    mask(
                            "TIME",
                            "\\d{4}(-\\d\\d){2}T\\d\\d(:\\d\\d){2}(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)"),
                    mask("CLOCK", "\\b\\d\\d(:\\d\\d){2}\\.\\d{3}\\b"),
                    mask("RUNNER", "runner:\\S+|\\S+@\\d{13}"),
                    mask("name=RUN", "\\b[Nn]ame(=| +)[a-z]+-[a-z]+"),
                    mask("POSITION", "(?<![\\w.:/])\\d+:\\d+\\b"),
                    mask("SERVER", "http://(localhost|127\\.0\\.0\\.1):\\d+"),
                    mask("TOOK", "\\b\\d+(\\.\\d+)?s\\b"),
                    mask("  ", " {2,}"));

    private Masked() {}

    private record Mask(String shown, Pattern hidden) {}

    private static Mask mask(String shown, String hidden) {
        return new Mask(shown, Pattern.compile(hidden));
    }

    static void compare(String place, Block expected, List<String> printed) {
        var wanted = of(expected.text());
        var found = of(printed);
        if (expected.is("unordered")) {
            assertThat(found).as(place).containsExactlyInAnyOrderElementsOf(wanted);
        } else if (wanted.contains(ANY)) {
            assertThat(String.join("\n", found)).as(place).matches(pattern(wanted));
        } else {
            assertThat(found).as(place).containsExactlyElementsOf(wanted);
        }
    }

    /** Whether there are more runs than are shown depends on what was done before. */
    private static List<String> of(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("There are more;"))
                .map(String::stripTrailing)
                .map(Masked::of)
                .toList();
    }

    private static String of(String line) {
        var masked = line;
        for (var mask : MASKS) {
            masked = mask.hidden().matcher(masked).replaceAll(mask.shown());
        }
        return masked;
    }

    private static Pattern pattern(List<String> wanted) {
        var parts = new ArrayList<String>();
        wanted.forEach(line -> parts.add(line.equals(ANY) ? ".*" : Pattern.quote(line)));
        return Pattern.compile(String.join("\n", parts), Pattern.DOTALL);
    }
}
