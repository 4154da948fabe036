package dev.orrery.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.event.Event;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whatever stands on a topic, reading it ends in a value or in an unreadable record. */
class JunkTest {

    private static final int FOREIGN = 9_000;
    private static final int ROUNDS = 300;

    @Test
    void damaged_records_of_ours_are_read_or_unreadable() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var codec = Codecs.start(SchemaIds.local()).events();
        for (Object sample : Samples.of(Event.class)) {
            var bytes = codec.encode((Event) sample);
            for (int i = 0; i < ROUNDS; i++) {
                readOrRefuse(codec, damaged(bytes, random), seed);
            }
        }
    }

    @Test
    void damaged_records_of_another_version_are_read_or_unreadable() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (Contract contract : Contracts.of(Event.class)) {
            var codec = reading(with(contract.schema(), "string"));
            var value =
                    Samples.of(Event.class).stream()
                            .filter(each -> each.getClass() == contract.type())
                            .findFirst()
                            .orElseThrow();
            var ours = codec.encode((Event) value);
            var body = ByteBuffer.allocate(ours.length + 2).put(ours).put((byte) 2).put((byte) 'x');
            var bytes = body.putInt(1, FOREIGN).array();

            assertThat(codec.decode(bytes)).isEqualTo(value);
            for (int i = 0; i < ROUNDS; i++) {
                var junk = ByteBuffer.wrap(damaged(bytes, random)).putInt(1, FOREIGN).array();
                readOrRefuse(codec, junk, seed);
            }
        }
    }

    @Test
    void a_schema_that_contains_itself_can_be_as_deep_as_it_likes() {
        var contract = Contracts.of(Event.class).getFirst();
        var codec = reading(with(contract.schema(), contract.schema().getFullName()));
        var bytes = ByteBuffer.allocate(2_000_000).put((byte) 0).putInt(FOREIGN).array();

        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(UnreadableRecord.class);
    }

    @Test
    void a_flood_of_unknown_ids_does_not_become_a_flood_of_requests() {
        Set<Integer> asked = new HashSet<>();
        var codec =
                codec(id -> {
                    asked.add(id);
                    return Optional.empty();
                });
        for (int id = 0; id < 5_000; id++) {
            var junk = ByteBuffer.allocate(9).put((byte) 0).putInt(FOREIGN + id).array();
            assertThatThrownBy(() -> codec.decode(junk)).isInstanceOf(UnreadableRecord.class);
        }

        assertThat(asked).hasSize(1_000);
    }

    private static void readOrRefuse(Codec<Event> codec, byte[] bytes, long seed) {
        try {
            assertThat(codec.decode(bytes)).isNotNull();
        } catch (UnreadableRecord refused) {
            assertThat(refused.getMessage()).as("seed %d", seed).isNotEmpty();
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int at = Codec.PREFIX_BYTES + random.nextInt(bytes.length - Codec.PREFIX_BYTES);
            damaged[at] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    /** The schema with one more field, as a later version may have it. */
    private static Schema with(Schema ours, String type) {
        var text = ours.toString();
        int end = text.lastIndexOf(']');
        var field = ",{\"name\":\"more\",\"type\":[\"null\",\"%s\"]}".formatted(type);
        if (type.equals("string")) {
            field = ",{\"name\":\"more\",\"type\":\"string\"}";
        }
        return new Schema.Parser().parse(text.substring(0, end) + field + text.substring(end));
    }

    private static Codec<Event> reading(Schema foreign) {
        return codec(id -> id == FOREIGN ? Optional.of(foreign) : Optional.empty());
    }

    private static Codec<Event> codec(Function<Integer, Optional<Schema>> foreign) {
        var local =
                Contracts.all().stream().map(Contract::schema).map(Schema::getFullName).toList();
        return Codecs.start(
                        SchemaIds.register(
                                new Registrar() {
                                    @Override
                                    public int register(String subject, Schema schema) {
                                        return local.indexOf(schema.getFullName());
                                    }

                                    @Override
                                    public Optional<Schema> schema(int id) {
                                        return Objects.requireNonNull(foreign.apply(id));
                                    }
                                }))
                .events();
    }
}
