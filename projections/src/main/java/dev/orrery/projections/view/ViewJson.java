package dev.orrery.projections.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.io.IOException;
import java.time.Instant;
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
                                    .addDeserializer(Instant.class, new InstantReader())
                                    .addSerializer(Json.class, new JsonWriter())
                                    .setMixInAnnotation(RunLeased.class, WithoutFence.class)
                                    .setMixInAnnotation(TrackedRun.class, TrackedNoFence.class))
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
    @JsonIncludeProperties({"run", "attempt", "runner"})
    private interface WithoutFence {}

    @JsonIgnoreProperties("fence")
    private interface TrackedNoFence {}

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return Instant.parse(parser.getText());
        }
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
