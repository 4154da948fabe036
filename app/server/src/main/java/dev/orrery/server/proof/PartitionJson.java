package dev.orrery.server.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.audit.verify.PartitionState;
import dev.orrery.audit.verify.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How far partitions are with a verification, as JSON. */
final class PartitionJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** When none goes on: what one of them says of all, the first that is there. */
    private static final List<Stage> ENDS = List.of(Stage.FAILED, Stage.CANCELLED, Stage.VERIFIED);

    private PartitionJson() {}

    static byte[] of(PartitionState state) {
        var json = MAPPER.createObjectNode();
        json.put("partition", state.partition()).put("state", state.stage().name());
        json.put("start", state.start());
        json.put("sequence", state.sequence()).put("last", state.last());
        json.put("hash", state.hash());
        json.put("comparedAt", state.comparedAt()).put("rows", state.rows());
        json.put("eventsPerSecond", state.eventsPerSecond());
        var difference = state.difference();
        if (difference == null) {
            json.putNull("difference");
        } else {
            var found = json.putObject("difference");
            found.put("at", difference.at().toString());
            found.put("offset", difference.offset() < 0 ? null : difference.offset());
            found.put("sentence", difference.sentence());
        }
        json.put("failure", state.failure());
        return bytes(json);
    }

    static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What all partitions are together: a difference of one is one of all. */
    static String together(List<JsonNode> parts) {
        var stages = parts.stream().map(PartitionJson::stage).collect(Collectors.toSet());
        if (stages.contains(Stage.DIFFERENT)) {
            return Stage.DIFFERENT.name();
        }
        return stages.stream().allMatch(Stage::isOver) ? end(stages).name() : "RUNNING";
    }

    private static Stage end(Set<Stage> stages) {
        return ENDS.stream().filter(stages::contains).findFirst().orElse(Stage.VERIFIED);
    }

    /** How many events were read of a partition. */
    static long events(JsonNode part) {
        return Math.max(0, part.path("sequence").asLong() - part.path("start").asLong());
    }

    /** How many events are to be read of a partition. */
    static long eventsAtLast(JsonNode part) {
        return Math.max(0, part.path("last").asLong() - part.path("start").asLong());
    }

    private static Stage stage(JsonNode part) {
        return Stage.valueOf(part.path("state").asText());
    }
}
