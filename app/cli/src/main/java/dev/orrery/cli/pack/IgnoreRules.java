package dev.orrery.cli.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * Which files are left out: Git's rules, in the file {@code .orreryignore} of a folder and of those
 * above it up to the root, or in {@code .prefectignore} where there is none. The nearest file that
 * says something has the word.
 *
 * @param above of the folder above
 * @param node of this folder, where it has any
 * @param prefix of this folder's paths, empty or ending in a slash
 */
record IgnoreRules(@Nullable IgnoreRules above, IgnoreNode node, String prefix) {

    /** Of those in a folder the first is read; the second is what came with code for Prefect. */
    private static final List<String> FILES = List.of(".orreryignore", ".prefectignore");

    /** Of no use to a run, and often large. */
    static final List<String> DEFAULTS =
            List.of(".git", "__pycache__/", ".venv/", "node_modules/", ".orrery/", "*.pyc");

    static IgnoreRules defaults() {
        var text = String.join("\n", DEFAULTS).getBytes(StandardCharsets.UTF_8);
        try {
            return new IgnoreRules(null, parsed(new ByteArrayInputStream(text)), "");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }

    /** The rules for what is in a folder. */
    IgnoreRules in(Path folder, String newPrefix) throws IOException {
        for (var name : FILES) {
            var file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try (var in = Files.newInputStream(file)) {
                    return new IgnoreRules(this, parsed(in), newPrefix);
                }
            }
        }
        return this;
    }

    boolean ignores(String path, boolean folder) {
        for (var rules = this; rules != null; rules = rules.above) {
            var below = path.substring(rules.prefix.length());
            var said = rules.node.checkIgnored(below, folder);
            if (said != null) {
                return said;
            }
        }
        return false;
    }

    private static IgnoreNode parsed(InputStream rules) throws IOException {
        var node = new IgnoreNode();
        node.parse(rules);
        return node;
    }
}
