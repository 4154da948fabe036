package dev.orrery.verify.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fenced block of a document that says by the words behind its language what is done with it:
 * {@code file=NAME} is written, {@code run} is executed ({@code exit=N} where it is to fail),
 * {@code output} is what the block before it prints ({@code unordered} where its lines race).
 *
 * @param line where it begins, from 1
 * @param language of its text
 * @param words behind the language
 * @param text its lines
 */
record Block(int line, String language, List<String> words, List<String> text) {

    private static final Pattern FENCE = Pattern.compile("```(\\S*)(.*)");

    static List<Block> of(List<String> document) {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < document.size(); i++) {
            var fence = FENCE.matcher(document.get(i));
            if (fence.matches()) {
                int end = i + 1;
                while (!document.get(end).equals("```")) {
                    end++;
                }
                blocks.add(
                        new Block(
                                i + 1,
                                fence.group(1),
                                Arrays.asList(fence.group(2).strip().split(" +", -1)),
                                List.copyOf(document.subList(i + 1, end))));
                i = end;
            }
        }
        return blocks;
    }

    boolean isMarked() {
        return is("run") || is("output") || named("file").isPresent();
    }

    /** Whether a program is started, or is what executes a file of this language. */
    boolean needs(String program) {
        return (is("run") && whole().contains(program)) || program.startsWith(language + "3");
    }

    /** Whether it is about a store, which is in {@code verify/s3}. */
    boolean needsStore() {
        return isMarked() && (whole().contains("S3(") || whole().contains("kind: s3"));
    }

    boolean is(String word) {
        return words.contains(word);
    }

    /** What a word of the form NAME=VALUE says. */
    Optional<String> named(String name) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    String whole() {
        return String.join("\n", text) + "\n";
    }
}
