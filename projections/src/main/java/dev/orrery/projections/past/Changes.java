package dev.orrery.projections.past;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The differences of two JSON values, each as far inside as it can be told. Where that would say
 * too much it is told from further outside: a thousand members of a megabyte of parameters that all
 * differ are one difference of the parameters.
 */
public final class Changes {

    private static final int CHANGES_MAX = 1_000;
    private static final int PATH_CHARACTERS_MAX = 1 << 20;

    /** How far inside it is looked, at most; next less, where that says too much. */
    private static final int[] DEPTHS = {64, 2, 1};

    /** Of scalars: 1.5 and 1.50 are equal, and yet a document that has the other one differs. */
    private static final Comparator<JsonNode> AS_WRITTEN =
            Comparator.comparing(JsonNode::getNodeType).thenComparing(JsonNode::toString);

    private final int depthMax;
    private final List<Change> changes = new ArrayList<>();
    private int pathCharacters;

    private Changes(int depthMax) {
        this.depthMax = depthMax;
    }

    /** What differs, in the order of the first value and then of the second. */
    public static List<Change> between(JsonNode before, JsonNode after) {
        var found = new Changes(0);
        for (int depth : DEPTHS) {
            found = new Changes(depth);
            found.compare("", before, after, 0);
            if (!found.isTooMuch()) {
                break;
            }
        }
        return List.copyOf(found.changes);
    }

    private boolean isTooMuch() {
        return changes.size() > CHANGES_MAX || pathCharacters > PATH_CHARACTERS_MAX;
    }

    private void compare(String path, JsonNode before, JsonNode after, int depth) {
        if (isTooMuch() && depthMax > 1) {
            return;
        }
        if (depth < depthMax && before.isObject() && after.isObject()) {
            compareObjects(path, before, after, depth + 1);
        } else if (depth < depthMax && before.isArray() && after.isArray()) {
            compareArrays(path, before, after, depth + 1);
        } else if (!isSame(before, after)) {
            add(path, before, after);
        }
    }

    private void compareObjects(String path, JsonNode before, JsonNode after, int depth) {
        for (var member : before.properties()) {
            var inside = path + "/" + escaped(member.getKey());
            var other = after.get(member.getKey());
            if (other == null) {
                add(inside, member.getValue(), null);
            } else {
                compare(inside, member.getValue(), other, depth);
            }
        }
        for (var member : after.properties()) {
            if (!before.has(member.getKey())) {
                add(path + "/" + escaped(member.getKey()), null, member.getValue());
            }
        }
    }

    /** What is the same at both ends is passed over, so one that is put in is one difference. */
    private void compareArrays(String path, JsonNode before, JsonNode after, int depth) {
        int shorter = Math.min(before.size(), after.size());
        int from = 0;
        while (from < shorter && isSame(before.get(from), after.get(from))) {
            from++;
        }
        int same = 0;
        while (same < shorter - from
                && isSame(
                        before.get(before.size() - 1 - same), after.get(after.size() - 1 - same))) {
            same++;
        }
        for (int i = from; i < Math.max(before.size(), after.size()) - same; i++) {
            var was = i < before.size() - same ? before.get(i) : null;
            var is = i < after.size() - same ? after.get(i) : null;
            if (was != null && is != null) {
                compare(path + "/" + i, was, is, depth);
            } else {
                add(path + "/" + i, was, is);
            }
        }
    }

    private void add(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        changes.add(new Change(path, before, after));
        pathCharacters += path.length();
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(AS_WRITTEN, other);
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
