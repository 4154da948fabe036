package dev.orrery.verify.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A document that leads nowhere is worse than none. */
class LinksTest {

    private static final Pattern LINK =
            Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");

    @Test
    void every_link_of_the_documents_leads_somewhere() {
        var dead = new ArrayList<String>();
        var documents = Sources.ending(".md");
        for (var document : documents) {
            var links = LINK.matcher(withoutCode(Sources.read(document)));
            while (links.find()) {
                var target = links.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:")) {
                    check(document, target, dead);
                }
            }
        }
        assertThat(documents).isNotEmpty();
        assertThat(dead).isEmpty();
    }

    private static void check(Path document, String target, List<String> dead) {
        int hash = target.indexOf('#');
        var path = hash < 0 ? target : target.substring(0, hash);
        var file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        var place = Sources.root().relativize(document) + " -> " + target;
        if (!Files.exists(file)) {
            dead.add(place);
        } else if (hash >= 0 && file.toString().endsWith(".md")) {
            if (!headings(file).contains("\n" + target.substring(hash + 1) + "\n")) {
                dead.add(place);
            }
        }
    }

    /** As the usual viewers make addresses of headings. */
    private static String headings(Path file) {
        var names = new StringBuilder("\n");
        withoutBlocks(Sources.read(file))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ *", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .forEach(name -> names.append(name).append('\n'));
        return names.toString();
    }

    private static String withoutCode(String markdown) {
        return withoutBlocks(markdown).replaceAll("`[^`\n]*`", "``");
    }

    private static String withoutBlocks(String markdown) {
        return markdown.replaceAll("(?s)```.*?```", "");
    }
}
