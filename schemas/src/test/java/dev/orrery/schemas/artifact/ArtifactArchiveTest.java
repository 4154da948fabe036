package dev.orrery.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.schemas.reply.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactArchiveTest {

    private final ArtifactArchive archive = new ArtifactArchive(ArtifactLimits.USUAL);

    /** Worked out by hand, with sha256sum: any other implementation must come to the same. */
    @Test
    void the_id_is_the_hash_of_a_line_a_file() throws Exception {
        var tar = new Tar().program("run.sh", "echo hi\n").file("lib/a.py", "x = 1\n");

        assertThat(archive.check(tar.bytes()).artifact())
                .isEqualTo("9c4120376883877415cbbbb5a5f4a8de5e630c7dd8041ea7e607aaa11db7752d");
    }

    @Test
    void the_order_of_the_files_and_folders_between_them_make_no_difference() throws Exception {
        var one = new Tar().file("a", "1").file("b/c", "2").bytes();
        var other = new Tar().folder("b").file("./b/c", "2").file("a", "1").bytes();

        assertThat(archive.check(other).artifact()).isEqualTo(archive.check(one).artifact());
        assertThat(archive.check(one).files()).isEqualTo(2);
        assertThat(archive.check(one).contentBytes()).isEqualTo(2);
    }

    @Test
    void a_name_a_content_or_a_mode_makes_another_artifact() throws Exception {
        var ids = new ArrayList<String>();
        ids.add(archive.check(new Tar().file("a", "1").bytes()).artifact());
        ids.add(archive.check(new Tar().file("b", "1").bytes()).artifact());
        ids.add(archive.check(new Tar().file("a", "2").bytes()).artifact());
        ids.add(archive.check(new Tar().program("a", "1").bytes()).artifact());
        ids.add(archive.check(new Tar().bytes()).artifact());

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void every_file_is_visited_with_its_mode() throws Exception {
        var seen = new ArrayList<String>();
        var tar = new Tar().file("long/".repeat(60) + "name", "é").program("p", "");

        archive.read(
                tar.bytes(),
                (path, executable, content) ->
                        seen.add(
                                path
                                        + " "
                                        + executable
                                        + " "
                                        + new String(content, StandardCharsets.UTF_8)));

        assertThat(seen).containsExactly("long/".repeat(60) + "name false é", "p true ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "/etc/passwd",
                "a//b",
                "a/./b",
                "..",
                "a/..",
                "C:\\evil",
                "a\\b",
                "a\nb",
                "././a"
            })
    void a_path_that_leaves_the_folder_refuses_the_whole(String path) {
        assertRefused(new Tar().file("good", "1").file(path, "evil").bytes());
    }

    @Test
    void links_and_devices_are_refused() {
        for (byte kind :
                new byte[] {
                    TarConstants.LF_SYMLINK,
                    TarConstants.LF_LINK,
                    TarConstants.LF_CHR,
                    TarConstants.LF_FIFO
                }) {
            assertRefused(new Tar().link("link", kind, "/etc/passwd").bytes());
        }
    }

    @Test
    void a_path_that_is_there_twice_is_refused() {
        assertRefused(new Tar().file("a", "1").file("./a", "2").bytes());
    }

    @Test
    void what_is_no_archive_is_refused() {
        assertRefused("no archive".getBytes(StandardCharsets.UTF_8));
        assertRefused(new byte[0]);
        var cut = new Tar().file("a", "content".repeat(1_000)).file("b", "1").bytes();
        assertRefused(Arrays.copyOf(cut, cut.length / 2));
    }

    @Test
    void files_that_are_too_many_too_large_or_too_deep_are_refused() {
        var small = new ArtifactArchive(new ArtifactLimits(10, 3, 20));

        assertTooLarge(small, new Tar().file("a", "12345678901").bytes());
        assertTooLarge(small, new Tar().file("a", "123456").file("b", "123456").bytes());
        assertTooLarge(
                small, new Tar().file("a", "").file("b", "").file("c", "").file("d", "").bytes());
        assertThatThrownBy(() -> small.check(new Tar().file("x".repeat(21), "").bytes()))
                .isInstanceOf(BadArtifact.class);
    }

    @Test
    void an_archive_that_unpacks_to_far_more_than_it_is_gets_read_no_further_than_the_limit() {
        var bomb = new Tar().file("zeros", "\0".repeat(64 * 1024 * 1024)).bytes();

        assertThat(bomb.length).isLessThan(128 * 1024);
        assertTooLarge(archive, bomb);
    }

    private void assertRefused(byte[] bytes) {
        assertThat(refusal(archive, bytes)).isEqualTo(Refusal.ARTIFACT_REFUSED);
    }

    private static void assertTooLarge(ArtifactArchive archive, byte[] bytes) {
        assertThat(refusal(archive, bytes)).isEqualTo(Refusal.ARTIFACT_TOO_LARGE);
    }

    private static Refusal refusal(ArtifactArchive archive, byte[] bytes) {
        var bad = catchThrowableOfType(BadArtifact.class, () -> archive.check(bytes));
        assertThat(bad).isNotNull();
        assertThat(bad.message()).endsWith(".");
        return bad.refusal();
    }
}
