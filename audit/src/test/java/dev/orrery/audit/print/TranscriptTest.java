package dev.orrery.audit.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.audit.Chronicle;
import dev.orrery.audit.MemoryLog;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Replay;
import dev.orrery.audit.replay.Until;
import dev.orrery.schemas.avro.Archive;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private final Chronicle chronicle = Chronicle.example();
    private final StringWriter out = new StringWriter();
    private final StringWriter asides = new StringWriter();

    @Test
    void a_person_reads_what_happened_why_and_what_it_led_to() {
        print(chronicle.log(), Transcript.text(new PrintWriter(out)));

        int partition = Chronicle.partition("hello", "daily");
        assertThat(out.toString())
                .contains(partition + ":1")
                .contains("2026-11-22T12:00:00.000Z  DeploymentCreated", " v1 by anna")
                .contains("says     flow=hello name=daily revision=1")
                .contains("because  \"first try\", command command-1")
                .contains("because  \"first try\", after " + partition + ":1")
                .contains("state    live, hello/daily, revision 2, 1 schedule\n")
                .contains("state    running, attempt 1, held by workstation@1")
                .contains("state    completed at 2026-11-22T12:00:06Z")
                .contains("state    waiting, hourly, next 2026-11-22T14:00:00Z")
                .contains("cause={\"schedule\":")
                .doesNotContain("\"schedule\":null")
                .endsWith("the hash chain holds." + System.lineSeparator());
    }

    @Test
    void an_update_says_only_what_it_changed() {
        print(chronicle.log(), Transcript.text(new PrintWriter(out)));

        assertThat(out.toString())
                .contains(
                        "says     revision=2 changed=[\"parameters\"]"
                                + " parameters={\"greeting\":\"hey\"}\n");
    }

    @Test
    void what_a_user_wrote_draws_no_lines_of_its_own() {
        chronicle.put("hello", "daily", Chronicle.document("hi"), "one\ntwo\u001b[2J");
        print(chronicle.log(), Transcript.text(new PrintWriter(out)));

        assertThat(out.toString()).contains("\"one\\ntwo\\u001b[2J\"").doesNotContain("\u001b");
    }

    @Test
    void a_difference_is_told_with_its_position() {
        int partition = Chronicle.partition("hello", "daily");
        print(chronicle.log().without(partition, 3), Transcript.text(new PrintWriter(out)));

        assertThat(out.toString())
                .contains("Difference at " + partition + ":4 (offset 8): ")
                .contains("4 events of 4 aggregates on 4 partitions");
    }

    @Test
    void json_is_one_object_a_line_and_an_event() throws JsonProcessingException {
        var lines = json();

        assertThat(lines).hasSize(10);
        assertThat(asides.toString()).contains("10 events of 5 aggregates");
        var first = lines.getFirst();
        assertThat(first.at("/event/type").asText()).isEqualTo("DeploymentCreated");
        assertThat(first.at("/event/time").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(first.at("/event/commandId").asText()).isEqualTo("command-1");
        assertThat(first.at("/event/reason").asText()).isEqualTo("first try");
        assertThat(first.at("/event/data/document/entrypoint/kind").asText()).isEqualTo("command");
        assertThat(first.at("/state/kind").asText()).isEqualTo("Live");
        assertThat(first.at("/state/document/parameters/greeting").asText()).isEqualTo("hi");
        var completed = lines.get(7);
        assertThat(completed.at("/event/data/result/rows").asInt()).isEqualTo(3);
        assertThat(completed.at("/state/kind").asText()).isEqualTo("Ended");
        assertThat(completed.at("/state/ticket/id").asText()).isEqualTo(chronicle.run().toString());
    }

    @Test
    void the_fence_of_a_lease_is_shown_to_nobody() {
        var log = chronicle.log();
        print(log, Transcript.json(new PrintWriter(out), new PrintWriter(asides)));
        print(chronicle.log(), Transcript.text(new PrintWriter(out)));

        assertThat(out.toString())
                .contains("RunLeased")
                .doesNotContain(Chronicle.FENCE.toString())
                .doesNotContain("fence");
    }

    private List<JsonNode> json() throws JsonProcessingException {
        print(chronicle.log(), Transcript.json(new PrintWriter(out), new PrintWriter(asides)));
        var lines = new ArrayList<JsonNode>();
        for (var line : out.toString().lines().toList()) {
            lines.add(JsonMapper.builder().build().readTree(line));
        }
        return lines;
    }

    private static void print(MemoryLog log, Transcript transcript) {
        var summary =
                Replay.run(log, LogFormat.of(Archive.NONE), new Until.End(), transcript::event);
        transcript.end(summary);
    }
}
