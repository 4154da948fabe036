package dev.orrery.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.audit.Chronicle;
import dev.orrery.audit.MemoryLog;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Until;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExportTest {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What CloudEvents lets an attribute be called. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");

    private final MemoryLog log = Chronicle.example().log();

    @Test
    void each_event_is_a_cloud_event_by_time_and_then_by_partition() throws IOException {
        var lines = lines(Wish.ALL);

        assertThat(lines).hasSize(10);
        JsonNode before = null;
        for (var line : lines) {
            var event = MAPPER.readTree(line);
            event.fieldNames().forEachRemaining(name -> assertThat(name).matches(NAME));
            event.properties().stream()
                    .filter(each -> !each.getKey().equals("data"))
                    .forEach(each ->
                            assertThat(each.getValue().isTextual() || each.getValue().isInt())
                                    .as(each.toString())
                                    .isTrue());
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("type").asText()).startsWith("dev.orrery.");
            assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
            assertThat(event.path("dataschema").asText()).matches("urn:orrery:schema:[0-9a-f]{64}");
            assertThat(event.path("data").isObject()).isTrue();
            if (before != null) {
                assertThat(event.path("time").asText())
                        .isGreaterThanOrEqualTo(before.path("time").asText());
            }
            before = event;
        }
        assertThat(lines.getFirst())
                .contains("\"commandid\":\"command-1\"", "\"reason\":\"first try\"")
                .doesNotContain("causationid", "traceparent");
        assertThat(String.join("\n", lines)).doesNotContain(Chronicle.FENCE.value().toString());
    }

    @Test
    void what_follows_any_line_is_what_was_still_to_come() {
        var all = lines(Wish.ALL);
        for (int cut = 0; cut <= all.size(); cut++) {
            var rest = lines(Wish.ALL.after(reached(all.subList(0, cut))));

            assertThat(rest).isEqualTo(all.subList(cut, all.size()));
        }
    }

    @Test
    void filters_and_ends_leave_out_the_others() {
        var hello = DeploymentId.of("hello", "daily");
        var of =
                new Wish(
                        Position.START,
                        new Until.End(),
                        hello.value(),
                        Set.of("DeploymentUpdated", "RunLeased"));
        assertThat(lines(of))
                .singleElement()
                .asString()
                .contains("dev.orrery.DeploymentUpdated", hello.toString());

        var until = new Wish(Position.START, Until.parse("2026-11-22T12:00:00Z"), null, Set.of());
        assertThat(lines(until))
                .isNotEmpty()
                .allMatch(line -> line.contains("\"time\":\"2026-11-22T12:00:00.000Z\""))
                .hasSizeLessThan(10);
    }

    @Test
    void it_says_after_which_position_another_goes_on() {
        var all = lines(Wish.ALL);
        try (var export = open(Wish.ALL)) {
            while (export.next() != null) {
                // Read for its end.
            }
            assertThat(export.reached()).isEqualTo(reached(all));
        }
    }

    @Test
    void an_event_that_cannot_be_read_is_not_passed_over() {
        int partition = Chronicle.partition("hello", "daily");
        var broken =
                log.changed(
                        partition,
                        0,
                        each ->
                                new LogRecord(
                                        each.partition(),
                                        each.offset(),
                                        each.timestamp(),
                                        each.key(),
                                        each.headers(),
                                        new byte[] {0, 1}));
        try (var export = new Export(broken, FORMAT, Wish.ALL, () -> false)) {
            assertThatThrownBy(export::next).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void a_reader_that_is_to_stop_is_not_told_that_it_has_all() {
        try (var export = new Export(log, FORMAT, Wish.ALL, () -> true)) {
            assertThatThrownBy(export::next)
                    .isInstanceOf(LogUnavailable.class)
                    .hasMessageContaining("stops");
        }
    }

    private List<String> lines(Wish wish) {
        var lines = new ArrayList<String>();
        try (var export = open(wish)) {
            for (var line = export.next(); line != null; line = export.next()) {
                lines.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    private Export open(Wish wish) {
        var rest = new TreeMap<Integer, List<LogRecord>>();
        for (int partition : log.partitions()) {
            var after = wish.after().sequences().getOrDefault(partition, 0L);
            rest.put(
                    partition,
                    log.records(partition).stream()
                            .filter(each -> each.sequence() > after)
                            .toList());
        }
        return new Export(new MemoryLog(rest), FORMAT, wish, () -> false);
    }

    /** As a client finds it: the last line of each partition. */
    private static Position reached(List<String> lines) {
        var reached = new TreeMap<Integer, Long>();
        for (var line : lines) {
            try {
                var id = MAPPER.readTree(line).path("id").asText();
                Position.parse(id).sequences().forEach(reached::put);
            } catch (IOException malformed) {
                throw new AssertionError(line, malformed);
            }
        }
        return new Position(reached);
    }
}
