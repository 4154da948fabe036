package dev.orrery.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orrery.schemas.deployment.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Hides the values of secrets in what leaves the runner. */
final class Mask {

    /** Anything shorter would hide half of what a person wants to read. */
    static final int CHARACTERS_MIN = 4;

    static final Mask NONE = new Mask(List.of());

    private static final String HIDDEN = "***";

    // Longest first, so that a secret that holds another is hidden whole.
    private final List<String> needles;

    /**
     * @param secrets each of them may have several lines; output is seen line by line, so each line
     *     of a secret is hidden by itself
     */
    Mask(Collection<String> secrets) {
        needles =
                secrets.stream()
                        .flatMap(String::lines)
                        .flatMap(line -> Stream.of(line, line.strip()))
                        .filter(line -> line.length() >= CHARACTERS_MIN)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    String apply(String text) {
        if (needles.isEmpty()) {
            return text;
        }
        var masked = new StringBuilder(text.length());
        copy(text, text.length(), masked);
        return masked.toString();
    }

    /**
     * Copies the beginning of a text, masked, and cuts no secret in two.
     *
     * @param until how many characters to take at least; a secret that begins before it is taken
     *     whole, if the text holds {@link #reach} more
     * @return how many characters were taken
     */
    int copy(CharSequence text, int until, StringBuilder masked) {
        int at = 0;
        while (at < until) {
            int hidden = lengthOfSecret(text, at);
            if (hidden > 0) {
                masked.append(HIDDEN);
                at += hidden;
            } else {
                masked.append(text.charAt(at++));
            }
        }
        return at;
    }

    /** How far beyond a cut one must see to know whether a secret spans it. */
    int reach() {
        return needles.isEmpty() ? 0 : needles.getFirst().length() - 1;
    }

    private int lengthOfSecret(CharSequence text, int at) {
        for (String needle : needles) {
            int end = at + needle.length();
            if (end <= text.length()
                    && text.charAt(at) == needle.charAt(0)
                    && needle.contentEquals(text.subSequence(at, end))) {
                return needle.length();
            }
        }
        return 0;
    }

    /** The same value with its texts masked, and a number that is a secret replaced whole. */
    Json apply(Json value) {
        return needles.isEmpty() ? value : Json.of(masked(value.tree()));
    }

    private JsonNode masked(JsonNode node) {
        var nodes = JsonNodeFactory.instance;
        if (node.isObject()) {
            var object = nodes.objectNode();
            node.properties()
                    .forEach(member ->
                            object.set(apply(member.getKey()), masked(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            var array = nodes.arrayNode(node.size());
            node.forEach(element -> array.add(masked(element)));
            return array;
        }
        String hidden = apply(node.asText());
        return hidden.equals(node.asText()) ? node : nodes.textNode(hidden);
    }
}
