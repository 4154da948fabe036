package dev.orrery.verify.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What only the text shows. */
class SourceLawsTest {

    private static final int LINES_MAX = 400;

    /** A record of an interface: with us, of a sealed one. */
    private static final Pattern IMPLEMENTING =
            Pattern.compile("record (\\w+)(?:<[^>]*>)?\\([^{;]*?\\) *\\n? *implements ");

    private static final Pattern CASE = Pattern.compile("case (?:\\w+\\.)*([A-Z]\\w*)[ (]");

    @Test
    void no_file_is_longer_than_a_reader_can_hold() {
        assertThat(Sources.java()).hasSizeGreaterThan(Sources.shipped().size());
        assertThat(Sources.java())
                .filteredOn(file -> Sources.read(file).lines().count() > LINES_MAX)
                .isEmpty();
    }

    /** Null is an error of the compiler only where somebody said so. */
    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        var packages = new TreeSet<Path>();
        Sources.java().stream()
                .filter(file -> !file.toString().contains("/src/test/") || isVerify(file))
                .forEach(file -> packages.add(file.getParent()));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> {
                    var info = folder.resolve("package-info.java");
                    assertThat(Files.exists(info)).as("%s is there", info).isTrue();
                    assertThat(Sources.read(info))
                            .as("%s", info)
                            .contains("@NullMarked")
                            .contains("/**");
                });
    }

    /** The compiler asks about a new case only where nobody answered for all. */
    @Test
    void no_default_stands_for_our_own_sealed_types() {
        var ours = new HashSet<String>();
        for (var file : Sources.shipped()) {
            IMPLEMENTING.matcher(Sources.read(file)).results().forEach(m -> ours.add(m.group(1)));
        }
        var found = new ArrayList<String>();
        for (var file : Sources.shipped()) {
            for (var body : switches(Sources.read(file))) {
                var asks = CASE.matcher(body).results().anyMatch(m -> ours.contains(m.group(1)));
                if (asks && body.contains("default ->")) {
                    found.add(file + ": " + body.lines().findFirst().orElse(""));
                }
            }
        }
        assertThat(ours).isNotEmpty();
        assertThat(found).isEmpty();
    }

    /** Nobody waits for a time and hopes: a test awaits what must become true. */
    @Test
    void no_test_sleeps() {
        var sleep = Pattern.compile("\\b(Thread|SECONDS|MILLISECONDS)\\.sleep\\(");
        assertThat(Sources.java())
                .filteredOn(file -> file.toString().contains("/src/test/"))
                .filteredOn(file -> sleep.matcher(Sources.read(file)).find())
                .isEmpty();
    }

    private static boolean isVerify(Path file) {
        return file.toString().contains("/verify/src/");
    }

    /** The bodies of switches, inner ones too. */
    private static List<String> switches(String source) {
        var bodies = new ArrayList<String>();
        var start = Pattern.compile("\\bswitch \\(").matcher(source);
        while (start.find()) {
            int open = source.indexOf('{', start.end());
            int depth = 0;
            for (int i = open; i >= 0 && i < source.length(); i++) {
                depth += source.charAt(i) == '{' ? 1 : source.charAt(i) == '}' ? -1 : 0;
                if (depth == 0) {
                    bodies.add(source.substring(start.start(), i));
                    break;
                }
            }
        }
        return bodies;
    }
}
