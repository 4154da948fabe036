package dev.orrery.audit.print;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.Ticket;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;

/** Events and states as JSON, with ids and times as text, in the shape that the API serves. */
final class AuditJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    // Whole whatever the terminal's encoding is.
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .addModule(
                            new SimpleModule("audit")
                                    .addSerializer(BackfillId.class, ToStringSerializer.instance)
                                    .addSerializer(DeploymentId.class, ToStringSerializer.instance)
                                    .addSerializer(RunId.class, ToStringSerializer.instance)
                                    .addSerializer(RunnerId.class, ToStringSerializer.instance)
                                    .addSerializer(ScheduleId.class, ToStringSerializer.instance)
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .setMixInAnnotation(RunLeased.class, WithoutFence.class)
                                    .setMixInAnnotation(Run.Lease.class, WithoutFence.class)
                                    .setMixInAnnotation(Ticket.class, WithoutFence.class)
                                    .setMixInAnnotation(Run.Tracked.class, WithoutFence.class)
                                    .setMixInAnnotation(Run.TrackedEnded.class, WithoutFence.class)
                                    .setMixInAnnotation(TrackedRun.class, WithoutFence.class))
                    .build();

    private AuditJson() {}

    static ObjectNode event(Event event) {
        return MAPPER.valueToTree(event);
    }

    /** A state by the name of its kind, and what it has. */
    static ObjectNode state(Record state) {
        var named = MAPPER.createObjectNode();
        named.put("kind", state.getClass().getSimpleName());
        return named.setAll(MAPPER.<ObjectNode>valueToTree(state));
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("what was read can always be written", impossible);
        }
    }

    /** Whoever knows the fence of a lease can report for its runner; no reader needs it. */
    @JsonIgnoreProperties({"fence", "reported", "leased"})
    private interface WithoutFence {}
}
