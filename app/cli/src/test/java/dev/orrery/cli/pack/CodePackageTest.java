package dev.orrery.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.cli.terminal.Stop;
import dev.orrery.schemas.artifact.ArtifactArchive;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files belong to a package, what it is called, and that it can't leave its folder. */
class CodePackageTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void its_id_is_the_hash_of_its_manifest() throws IOException {
        write("b.txt", "b");
        write("a/run.sh", "echo");
        write("a.txt", "");
        Files.setPosixFilePermissions(
                folder.resolve("a/run.sh"), PosixFilePermissions.fromString("rwxr--r--"));
        var manifest =
                "100644 0 "
                        + sha("")
                        + " a.txt\n"
                        + "100755 4 "
                        + sha("echo")
                        + " a/run.sh\n"
                        + "100644 1 "
                        + sha("b")
                        + " b.txt\n";

        assertThat(packed().id()).isEqualTo(sha(manifest));
    }

    @Test
    void the_archive_is_the_artifact_that_its_id_names() throws Exception {
        write("a/" + "long".repeat(40) + "/ü.txt", "x");
        write("b.sh", "y");
        Files.setPosixFilePermissions(
                folder.resolve("b.sh"), PosixFilePermissions.fromString("rwx------"));
        var made = packed();

        var manifest = new ArtifactArchive(ArtifactLimits.USUAL).check(made.archive());

        assertThat(manifest.artifact()).isEqualTo(made.id());
        assertThat(manifest.files()).isEqualTo(2);
        assertThat(made.archive()).isEqualTo(packed().archive());
    }

    @Test
    void the_rules_that_prefect_read_hold_where_there_are_none_of_ours() throws IOException {
        write(".prefectignore", ".env\n.prefectignore\n");
        write(".env", "TOKEN=hush");
        write("flow.py", "");
        write("own/.prefectignore", "*\n");
        write("own/.orreryignore", ".*\n");
        write("own/flow.py", "");

        assertThat(CodePackage.of(folder).rows())
                .extracting(List::getLast)
                .containsExactly("flow.py", "own/flow.py");
    }

    @Test
    void ignored_files_are_left_out_by_gits_rules() throws IOException {
        write(".git/config", "");
        write("__pycache__/x.pyc", "");
        write("deep/node_modules/y.js", "");
        write("a.pyc", "");
        write("keep.py", "");
        write("logs/a.log", "");
        write("logs/keep.log", "");
        write("sub/.orreryignore", "!only.tmp\n/here.txt\n");
        write("sub/only.tmp", "");
        write("sub/here.txt", "");
        write("other.tmp", "");
        write(".orreryignore", "*.tmp\nlogs/*\n!logs/keep.log\n");

        assertThat(paths())
                .containsExactly(
                        ".orreryignore",
                        "keep.py",
                        "logs/keep.log",
                        "sub/.orreryignore",
                        "sub/only.tmp");
    }

    @Test
    void a_link_inside_is_what_it_leads_to() throws IOException {
        write("data/a.txt", "a");
        Files.createSymbolicLink(folder.resolve("b.txt"), Path.of("data/a.txt"));
        Files.createSymbolicLink(folder.resolve("more"), Path.of("data"));
        assertThat(paths()).containsExactly("b.txt", "data/a.txt", "more/a.txt");
    }

    @Test
    void a_link_that_leaves_the_folder_is_refused(@TempDir Path other) throws IOException {
        write("a.txt", "");
        Files.createSymbolicLink(folder.resolve("out"), other);
        refused("The link out leads out of the folder.");
        Files.delete(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("gone"), Path.of("nowhere"));
        refused("The link gone leads to nothing.");
        Files.delete(folder.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        refused("The link loop/ leads back");
    }

    @Test
    void links_that_lead_to_each_other_are_refused() throws IOException {
        write("a/a.txt", "");
        write("b/b.txt", "");
        Files.createSymbolicLink(folder.resolve("a/x"), Path.of("../b"));
        Files.createSymbolicLink(folder.resolve("b/y"), Path.of("../a"));
        refused("The link a/x/y/ leads back to a folder that it is in.");
    }

    @Test
    void too_much_is_refused_with_its_size() throws IOException {
        try (var large = new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
            large.setLength(ArtifactLimits.USUAL.contentBytesMax() + 1);
        }
        refused("more than 16,777,216 bytes");
        refused(".orreryignore");
        var more = ArtifactLimits.ofContent(ArtifactLimits.USUAL.contentBytesMax() + 1);
        assertThat(CodePackage.of(folder, more).rows()).hasSize(1);
        assertThatThrownBy(() -> CodePackage.of(folder, ArtifactLimits.ofContent(1_000)))
                .hasMessageContaining("more than 1,000 bytes");
    }

    @Test
    void an_empty_folder_is_refused() {
        assertThatThrownBy(this::packed).hasMessageContaining("no file");
    }

    @Test
    void git_says_the_commit_and_the_branch() throws IOException, GitAPIException {
        assertThat(GitState.of(folder)).isEmpty();
        try (var git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call()) {
            write("code/flow.py", "x");
            write("README", "x");
            git.add().addFilepattern(".").call();
            var commit = git.commit().setSign(false).setAuthor("a", "a@b").setCommitter("a", "a@b");
            var id = commit.setMessage("one").call().getName();
            var code = folder.resolve("code");

            assertThat(GitState.of(code)).contains(new GitState(id, "main"));
            write("README", "outside of the code");
            assertThat(GitState.of(code)).contains(new GitState(id, "main"));
            write("code/flow.py", "changed");
            assertThat(GitState.of(code)).contains(new GitState(id + "-dirty", "main"));
        }
    }

    private void refused(String words) {
        assertThatThrownBy(this::packed).isInstanceOf(Stop.class).hasMessageContaining(words);
    }

    private CodePackage packed() {
        return CodePackage.of(folder, ArtifactLimits.USUAL);
    }

    private List<String> paths() {
        return packed().rows().stream().map(List::getLast).toList();
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String sha(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError(absent);
        }
    }
}
