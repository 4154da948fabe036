package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Stop;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as JSON, with the line of each value, and with variables put in. */
final class YamlTree {

    private static final int DEPTH_MAX = 100;
    private static final int NODES_MAX = 100_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private final String file;
    private final Variables variables;
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;

    private YamlTree(String file, Variables variables) {
        this.file = file;
        this.variables = variables;
    }

    /**
     * A value and where its parts are.
     *
     * @param file for people
     * @param root the value
     * @param lines by JSON pointer, from 1
     */
    record Read(String file, JsonNode root, Map<String, Integer> lines) {

        int line(String pointer) {
            for (var place = pointer; ; place = place.substring(0, place.lastIndexOf('/'))) {
                var line = lines.get(place);
                if (line != null) {
                    return line;
                }
                if (place.isEmpty()) {
                    return 1;
                }
            }
        }

        Stop wrong(String pointer, String sentence) {
            return Stop.usage(file + ":" + line(pointer) + ": " + sentence);
        }
    }

    static Read read(String file, String text, Variables variables) {
        var tree = new YamlTree(file, variables);
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                throw Stop.usage(file + " is empty.");
            }
            return new Read(file, tree.convert(root.get(), "", 0), tree.lines);
        } catch (MarkedYamlEngineException wrong) {
            var mark = wrong.getProblemMark();
            throw Stop.usage(
                    file
                            + mark.map(m -> ":" + (m.getLine() + 1)).orElse("")
                            + ": This is not YAML: "
                            + wrong.getProblem()
                            + ".");
        } catch (YamlEngineException wrong) {
            throw Stop.usage(file + ": This is not YAML: " + wrong.getMessage());
        }
    }

    private JsonNode convert(Node node, String pointer, int depth) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        lines.putIfAbsent(pointer, line);
        // An alias may stand for what it is in, and a few of them for billions of values.
        if (depth > DEPTH_MAX || ++nodes > NODES_MAX) {
            throw wrong(line, "The file is nested too deeply or holds too much.");
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, pointer, depth);
            case SequenceNode sequence -> {
                var array = Json.MAPPER.createArrayNode();
                for (var item : sequence.getValue()) {
                    array.add(convert(item, pointer + "/" + array.size(), depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar, line);
            default -> throw wrong(line, "This kind of value is not understood.");
        };
    }

    private JsonNode object(MappingNode mapping, String pointer, int depth) {
        var object = Json.object();
        for (var pair : mapping.getValue()) {
            int line = pair.getKeyNode().getStartMark().map(m -> m.getLine() + 1).orElse(0);
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(line, "A name is a text.");
            }
            var name = key.getValue();
            if (object.has(name)) {
                throw wrong(line, "'" + name + "' is there twice.");
            }
            var place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            lines.put(place, line);
            object.set(name, convert(pair.getValueNode(), place, depth + 1));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode scalar, int line) {
        var text = variables.in(scalar.getValue(), sentence -> wrong(line, sentence));
        var tag =
                text.equals(scalar.getValue()) || !scalar.isPlain()
                        ? scalar.getTag()
                        : SETTINGS.getSchema().getScalarResolver().resolve(text, true);
        return value(text, tag, line);
    }

    private JsonNode value(String text, Tag tag, int line) {
        if (tag.equals(Tag.STR)) {
            return TextNode.valueOf(text);
        }
        if (tag.equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return BigIntegerNode.valueOf(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return DecimalNode.valueOf(new BigDecimal(text));
            }
        } catch (NumberFormatException infinite) {
            throw wrong(line, "'" + text + "' is no number that JSON knows.");
        }
        throw wrong(line, "The tag " + tag.getValue() + " is not understood.");
    }

    private Stop wrong(int line, String sentence) {
        return Stop.usage(file + ":" + line + ": " + sentence);
    }
}
