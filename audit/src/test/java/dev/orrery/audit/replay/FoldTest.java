package dev.orrery.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.audit.Chronicle;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTest {

    private final List<RecordedEvent> events = new ArrayList<>();

    @Test
    void a_log_of_more_than_fits_is_refused_with_a_sentence() {
        tell();
        var fold = new Fold(3);

        assertThatThrownBy(() -> events.forEach(fold::apply))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("more than 3 deployments, runs and schedules");
    }

    @Test
    void a_run_that_has_ended_is_counted_and_does_not_go_on() {
        tell();
        var fold = new Fold(100);
        events.forEach(fold::apply);
        assertThat(fold.aggregates()).isEqualTo(5);
        var leased = first(RunLeased.class);
        long version = first(RunCompleted.class).header().version() + 1;

        assertThatThrownBy(() -> fold.apply(withVersion(leased, version)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the log leases a run that does not wait");
    }

    private void tell() {
        Replay.run(
                Chronicle.example().log(),
                LogFormat.of(Archive.NONE),
                new Until.End(),
                told -> events.add(told.recorded()));
    }

    private RecordedEvent first(Class<?> type) {
        return events.stream()
                .filter(each -> type.isInstance(each.event()))
                .findFirst()
                .orElseThrow();
    }

    private static RecordedEvent withVersion(RecordedEvent event, long version) {
        var header = event.header();
        return new RecordedEvent(
                event.root(),
                new EventHeader(
                        header.id(),
                        header.source(),
                        header.subject(),
                        version,
                        header.time(),
                        header.actor(),
                        header.origin(),
                        header.causation(),
                        header.reason(),
                        header.previous(),
                        header.traceparent()),
                event.event());
    }
}
