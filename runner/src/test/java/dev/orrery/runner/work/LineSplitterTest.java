package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    @Test
    void line_feeds_carriage_returns_and_both_end_a_line() {
        assertThat(lines(Mask.NONE, 100, "a\nb\r\nc\rd\n\n\re"))
                .containsExactly("a", "b", "c", "d", "", "", "e");
    }

    @Test
    void long_lines_are_split_between_characters() {
        assertThat(lines(Mask.NONE, 3, "abcdefg\nabc\n")).containsExactly("abc", "def", "g", "abc");
        assertThat(lines(Mask.NONE, 3, "ab\uD83D\uDE00cd"))
                .containsExactly("ab", "\uD83D\uDE00c", "d");
    }

    @Test
    void no_secret_is_split_or_shown() {
        var mask = new Mask(List.of("secret", "secretary"));
        assertThat(lines(mask, 8, "0123secret-secretary 0123456secret\nsecretsecret"))
                .containsExactly("0123***", "-***", " 0123456", "***", "******");
        assertThat(String.join("", lines(mask, 4, "xsecretxxsecretaryxsecret".repeat(20))))
                .doesNotContain("secre", "ecret")
                .isEqualTo("x***xx***x***".repeat(20));
    }

    @Test
    void where_the_output_is_cut_no_beginning_of_a_secret_is_shown() {
        var mask = new Mask(List.of("secret"));
        assertThat(cut(mask, "first\n0123456secre")).containsExactly("first", "0123456");
        assertThat(cut(mask, "0123secret")).containsExactly("0123***");
        assertThat(cut(mask, "0123456789")).containsExactly("01234");
        assertThat(cut(mask, "secr")).isEmpty();
        assertThat(cut(Mask.NONE, "0123456789")).containsExactly("0123456789");
    }

    @Test
    void a_secret_of_several_lines_is_hidden_line_by_line_and_a_short_one_is_not() {
        var mask = new Mask(List.of("-----BEGIN\n  c2VjcmV0\nabc\n", "123"));
        assertThat(mask.apply("-----BEGIN, c2VjcmV0, abc, 123")).isEqualTo("***, ***, abc, 123");
    }

    @Test
    void however_the_bytes_come_the_lines_are_the_same() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var bytes = new byte[2_000];
        for (int round = 0; round < 200; round++) {
            random.nextBytes(bytes);
            var whole = new ArrayList<String>();
            var splitter = new LineSplitter(Mask.NONE, 50, whole::add);
            splitter.feed(bytes, bytes.length);
            splitter.end();
            var pieces = new ArrayList<String>();
            splitter = new LineSplitter(Mask.NONE, 50, pieces::add);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(7));
                splitter.feed(Arrays.copyOfRange(bytes, at, at + length), length);
                at += length;
            }
            splitter.end();
            assertThat(pieces).as("seed " + seed).isEqualTo(whole);
        }
    }

    private static List<String> cut(Mask mask, String text) {
        var lines = new ArrayList<String>();
        var splitter = new LineSplitter(mask, 100, lines::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        splitter.feed(bytes, bytes.length);
        splitter.cut();
        return lines;
    }

    private static List<String> lines(Mask mask, int max, String text) {
        var lines = new ArrayList<String>();
        var splitter = new LineSplitter(mask, max, lines::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte one : bytes) {
            splitter.feed(new byte[] {one}, 1);
        }
        splitter.end();
        return lines;
    }
}
