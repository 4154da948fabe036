package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.bytes;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody can read, or is too large, stops nothing but itself. */
final class UnreadableRecordsTest {

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void what_cannot_be_read_is_a_dead_letter_and_the_partition_goes_on() {
        bench.send(Topics.COMMANDS, null, new RecordHeaders());
        bench.send(Topics.COMMANDS, bytes("not avro"), new RecordHeaders());
        bench.send(Topics.COMMANDS, new byte[] {0, 0, 0, 99, 99, 1}, new RecordHeaders());
        bench.send(Topics.REPORTS, bytes("x"), new RecordHeaders());
        bench.send(Topics.HEARTBEATS, bytes("x"), new RecordHeaders());
        bench.send(Topics.COMMANDS, requestWith("{not json"), new RecordHeaders());
        bench.send(
                Topics.COMMANDS,
                bytes("big headers"),
                new RecordHeaders().add("junk", new byte[100_000]));

        assertThat(bench.sent(Topics.DEAD_LETTERS)).hasSize(7);
        var letter =
                ProcessorBench.CODECS
                        .deadLetters()
                        .decode(bench.sent(Topics.DEAD_LETTERS).get(1).value());
        assertThat(letter.topic()).isEqualTo(Topics.COMMANDS);
        assertThat(letter.reason()).isNotBlank();
        assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(bytes("not avro")));
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Limits.EVENT_BYTES_MAX + 1, 20 * 1024 * 1024})
    void a_command_that_is_too_large_is_a_dead_letter_and_the_partition_goes_on(int bytes) {
        var whole = ProcessorBench.CODECS.commands().encode(put(document()));
        for (var topic : List.of(Topics.COMMANDS, Topics.TRANSFERS, Topics.REPORTS)) {
            bench.send(topic, Arrays.copyOf(whole, bytes), new RecordHeaders());
        }

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sent(Topics.DEAD_LETTERS))
                .hasSize(3)
                .allSatisfy(letter -> {
                    assertThat(letter.value()).hasSizeLessThan(Topic.LETTER_BYTES_MAX - 1024);
                    assertThat(ProcessorBench.CODECS.deadLetters().decode(letter.value()).reason())
                            .isEqualTo("The value has more than 2031616 bytes.");
                });
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);
    }

    @Test
    void the_largest_deployment_has_room_in_the_changelog() {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < 60; i++) {
            environment.put("LARGE_" + i, "x".repeat(Limits.VARIABLE_CHARACTERS_MAX));
        }

        assertThat(bench.ask(put(document(environment)))).isInstanceOf(Accepted.class);
        int changelogBytesMax =
                Integer.parseInt(ProcessorTopology.CHANGELOG.get("max.message.bytes"));
        assertThat(bench.state().values())
                .anySatisfy(value -> assertThat(value).hasSizeGreaterThan(1_900_000))
                .allSatisfy(value -> assertThat(value).hasSizeLessThan(changelogBytesMax - 1024));
    }

    @Test
    void a_command_that_fits_and_whose_event_does_not_is_refused() {
        int last = Limits.EVENT_BYTES_MAX - size(large(0)) - 2;
        var put = large(last);
        assertThat(size(put)).isBetween(Limits.EVENT_BYTES_MAX - 2, Limits.EVENT_BYTES_MAX);

        var reply = bench.ask(put);

        assertRefused(reply, "COMMAND_TOO_LARGE");
        assertThat(reply.toString()).contains("DeploymentCreated", "it may have 2031616");
        assertThat(Refusal.COMMAND_TOO_LARGE.title())
                .contains(" " + Limits.EVENT_BYTES_MAX / 1024 + " KiB");
        assertThat(bench.events()).isEmpty();
    }

    private static PutDeployment large(int lastCharacters) {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < 61; i++) {
            environment.put("LARGE_" + i, "x".repeat(Limits.VARIABLE_CHARACTERS_MAX));
        }
        environment.put("LAST", "x".repeat(lastCharacters));
        return put(document(environment));
    }

    private static int size(PutDeployment put) {
        return ProcessorBench.CODECS.commands().encode(put).length;
    }

    @Test
    void what_only_a_registry_that_is_away_could_read_waits_for_it() {
        var registry = new Registry(2);
        var codecs = Codecs.start(SchemaIds.register(registry));
        var record =
                ByteBuffer.wrap(codecs.commands().encode(put(document())))
                        .putInt(1, Registry.OTHER)
                        .array();
        var settings = ProcessorBench.SETTINGS;
        var log = new MemoryLog(List.of());
        try (var waiting = new ProcessorBench(codecs, settings, log, ProcessorBench.START)) {
            waiting.send(Topics.COMMANDS, record, new RecordHeaders());

            assertThat(waiting.sent(Topics.EVENTS)).hasSize(1);
            assertThat(waiting.sent(Topics.DEAD_LETTERS)).isEmpty();
            assertThat(registry.asked).isEqualTo(3);
        }
    }

    /** A registry that knows the schema of a command under another id too, and does not answer. */
    private static final class Registry implements Registrar {

        private static final int OTHER = 7_000;

        private final Map<Integer, Schema> schemas = new HashMap<>();
        private final int silences;
        private int asked;

        private Registry(int silences) {
            this.silences = silences;
        }

        @Override
        public int register(String subject, Schema schema) {
            if (schema.getName().equals("PutDeployment")) {
                schemas.put(OTHER, schema);
            }
            schemas.put(schemas.size() + 1, schema);
            return schemas.size();
        }

        @Override
        public Optional<Schema> schema(int id) {
            if (++asked <= silences) {
                throw new IllegalStateException("away");
            }
            return Optional.ofNullable(schemas.get(id));
        }
    }

    @Test
    void a_command_without_headers_is_done_for_an_unknown_client() {
        var command = ProcessorBench.CODECS.commands().encode(put(document()));
        bench.send(Topics.COMMANDS, command, new RecordHeaders());

        assertThat(bench.eventNames()).containsExactly("DeploymentCreated");
        assertThat(bench.recorded().getFirst().header().actor()).isEqualTo("kafka:anonymous");
        assertThat(bench.sent(Topics.REPLIES)).isEmpty();
    }

    /** As a client in another language would encode it, which knows JSON as a text. */
    private static byte[] requestWith(String parameters) {
        var whole =
                ProcessorBench.CODECS
                        .commands()
                        .encode(
                                new RequestRun(
                                        HELLO,
                                        null,
                                        Json.parse(
                                                "\""
                                                        + "x".repeat(parameters.length() - 2)
                                                        + "\"")));
        var end = bytes(parameters);
        System.arraycopy(end, 0, whole, whole.length - end.length, end.length);
        return whole;
    }
}
