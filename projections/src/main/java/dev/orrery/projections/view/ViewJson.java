package dev.orrery.projections.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Views as bytes: JSON, because that is how they are served and a list then costs no more than
 * copying rows. Record components in the order of their declaration and nulls written out, so that
 * equal views have equal bytes.
 */
public final class ViewJson {

    /** Values of 1000 levels are taken, and a row has a few more around them. */
    private static final int DEPTH_MAX = 1_100;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .build())
                                    .build())
                    // A parameter of 1.50 is to be read back as it was written.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .addModule(
                            new SimpleModule("views")
                                    .addSerializer(BackfillId.class, ToStringSerializer.instance)
                                    .addSerializer(DeploymentId.class, ToStringSerializer.instance)
                                    .addSerializer(RunId.class, ToStringSerializer.instance)
                                    .addSerializer(RunnerId.class, ToStringSerializer.instance)
                                    .addSerializer(ScheduleId.class, ToStringSerializer.instance)
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addDeserializer(
                                            Instant.class, of(Instant.class, Instant::parse))
                                    .addDeserializer(
                                            BackfillId.class,
                                            of(BackfillId.class, BackfillId::parse))
                                    .addDeserializer(
                                            DeploymentId.class,
                                            of(DeploymentId.class, DeploymentId::parse))
                                    .addDeserializer(RunId.class, of(RunId.class, RunId::parse))
                                    .addDeserializer(
                                            RunnerId.class, of(RunnerId.class, RunnerId::new))
                                    .addDeserializer(
                                            ScheduleId.class,
                                            of(
                                                    ScheduleId.class,
                                                    id -> new ScheduleId(UUID.fromString(id))))
                                    .addDeserializer(Fence.class, new FenceReader())
                                    .addSerializer(Json.class, new JsonWriter())
                                    .setMixInAnnotation(RunLeased.class, WithoutFence.class)
                                    .setMixInAnnotation(TrackedRun.class, WithoutFence.class))
                    .build();

    private ViewJson() {}

    public static byte[] write(Object view) {
        try {
            return MAPPER.writeValueAsBytes(view);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("a view can always be written", impossible);
        }
    }

    public static <T> T read(byte[] row, Class<T> view) {
        try {
            return MAPPER.readValue(row, view);
        } catch (IOException damaged) {
            throw new IllegalStateException(
                    "a row is not the " + view.getSimpleName() + " that was written", damaged);
        }
    }

    /** Any row as a tree. */
    public static JsonNode tree(byte[] row) {
        return read(row, JsonNode.class);
    }

    /** A part of a row, as what was written there. */
    public static <T> T read(JsonNode part, Class<T> type) {
        try {
            return MAPPER.treeToValue(part, type);
        } catch (JacksonException damaged) {
            throw new IllegalStateException(
                    "a row is not the " + type.getSimpleName() + " that was written", damaged);
        }
    }

    /** The value of an object's member, as it is written there. */
    public static byte[] raw(byte[] row, String member) {
        try (var parser = MAPPER.createParser(row)) {
            parser.nextToken();
            goTo(parser, member);
            long from = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            // A scalar is read to its end only now.
            parser.finishToken();
            long to = parser.currentLocation().getByteOffset();
            return Arrays.copyOfRange(row, (int) from, (int) to);
        } catch (IOException damaged) {
            throw new IllegalStateException("a row is not what was written", damaged);
        }
    }

    /** A text among an object's own members; what follows it is not read. */
    public static String readText(byte[] row, String member) {
        try (var parser = MAPPER.createParser(row)) {
            parser.nextToken();
            goTo(parser, member);
            return parser.getText();
        } catch (IOException damaged) {
            throw new IllegalStateException("a row is not what was written", damaged);
        }
    }

    /** A text, or null, of an object among an object's own members; what follows is not read. */
    public static @Nullable String readText(byte[] row, String object, String member) {
        try (var parser = MAPPER.createParser(row)) {
            parser.nextToken();
            goTo(parser, object);
            goTo(parser, member);
            return parser.getValueAsString();
        } catch (IOException damaged) {
            throw new IllegalStateException("a row is not what was written", damaged);
        }
    }

    /** From the beginning of an object to the value of one of its members. */
    private static void goTo(JsonParser parser, String member) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isIt = parser.currentName().equals(member);
            parser.nextToken();
            if (isIt) {
                return;
            }
            parser.skipChildren();
        }
        throw new IllegalStateException("a row has no " + member);
    }

    /** Whoever knows the fence of a lease can report for its runner; no reader needs it. */
    @JsonIgnoreProperties(value = "fence", allowSetters = true)
    private interface WithoutFence {}

    /** What is read back of an event has this one: no fold looks at it. */
    private static final class FenceReader extends JsonDeserializer<Fence> {

        private static final Fence WITHHELD = new Fence(new UUID(0, 0));

        @Override
        public Fence deserialize(JsonParser parser, DeserializationContext context) {
            throw new IllegalStateException("a row never has a fence");
        }

        @Override
        public Fence getAbsentValue(DeserializationContext context) {
            return WITHHELD;
        }
    }

    private static <T> StdScalarDeserializer<T> of(Class<T> type, Function<String, T> parse) {
        return new StdScalarDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context)
                    throws IOException {
                return parse.apply(parser.getText());
            }
        };
    }

    /** Its text is canonical already; reading it into a tree only to write it again is waste. */
    private static final class JsonWriter extends StdScalarSerializer<Json> {
        JsonWriter() {
            super(Json.class);
        }

        @Override
        public void serialize(Json json, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeRawValue(json.text());
        }
    }
}
