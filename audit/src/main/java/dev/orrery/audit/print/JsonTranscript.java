package dev.orrery.audit.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.audit.replay.ReplayedEvent;
import dev.orrery.audit.replay.State;
import dev.orrery.audit.replay.Summary;
import dev.orrery.schemas.envelope.RecordedEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON lines. */
final class JsonTranscript implements Transcript {

    private final PrintWriter out;
    private final PrintWriter asides;

    JsonTranscript(PrintWriter out, PrintWriter asides) {
        this.out = out;
        this.asides = asides;
    }

    @Override
    public void event(ReplayedEvent event) {
        var line = new Line(Attributes.of(event.recorded()), state(event.state()));
        // Not println, whose line ends differ between systems.
        out.print(AuditJson.write(line) + "\n");
    }

    @Override
    public void end(Summary summary) {
        out.flush();
        asides.println(SummaryText.of(summary));
        asides.flush();
    }

    private static ObjectNode state(State state) {
        return AuditJson.state(
                switch (state) {
                    case State.OfDeployment s -> (Record) s.deployment();
                    case State.OfRun s -> (Record) s.run();
                    case State.OfSchedule s -> (Record) s.schedule();
                    case State.OfBackfill s -> (Record) s.backfill();
                    case State.OfViews s -> (Record) s.views();
                });
    }

    private record Line(Attributes event, ObjectNode state) {}

    /** The fields of {@code GET /v1/events}. */
    private record Attributes(
            String id,
            long sequence,
            long version,
            String type,
            UUID subject,
            String root,
            Instant time,
            String actor,
            @Nullable String commandId,
            @Nullable String causationId,
            @Nullable String reason,
            ObjectNode data) {

        static Attributes of(RecordedEvent recorded) {
            var header = recorded.header();
            var origin = header.origin();
            var causation = header.causation();
            return new Attributes(
                    header.id().toString(),
                    header.id().sequence(),
                    header.version(),
                    recorded.event().getClass().getSimpleName(),
                    header.subject(),
                    recorded.root(),
                    header.time(),
                    header.actor(),
                    origin == null ? null : origin.command().value(),
                    causation == null ? null : causation.toString(),
                    header.reason(),
                    AuditJson.event(recorded.event()));
        }
    }
}
