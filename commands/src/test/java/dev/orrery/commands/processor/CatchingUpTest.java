package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.ProcessorBench.START;
import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A nominal time fires or is skipped once, whatever restarts, and wherever it was interrupted. */
final class CatchingUpTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(CatchUpPolicy.class)
    void restarts_at_any_time_neither_lose_nor_repeat_a_nominal_time(CatchUpPolicy policy) {
        var log = started(catchingUp(policy, 60));
        var now = START;
        for (int minutes : new int[] {0, 1, 1, 3, 0, 7, 1, 2}) {
            now = now.plus(MINUTE.multipliedBy(minutes)).plusSeconds(minutes);
            log = livedOn(log, now, Duration.ofSeconds(1));
            log = livedOn(log, now.plusSeconds(1), MINUTE);
            now = now.plusSeconds(61);
        }

        assertThat(settled(log)).isEqualTo(minutes(settled(log).size()));
        assertThat(settled(log)).hasSizeGreaterThan(20);
    }

    /** Each decision is one transaction; what was interrupted after any of them goes on from it. */
    @Test
    void catching_up_that_was_interrupted_anywhere_goes_on_from_there() {
        var log = started(catchingUp(CatchUpPolicy.ALL, 60));
        var late = START.plus(MINUTE.multipliedBy(12));
        var whole = livedOn(log, late, Duration.ofSeconds(1));
        assertThat(settled(whole)).isEqualTo(minutes(12));

        for (int cut = log.entries().size(); cut <= whole.entries().size(); cut += 2) {
            var interrupted = new MemoryLog(whole.entries().subList(0, cut));
            var resumed = livedOn(interrupted, late, Duration.ofSeconds(1));

            assertThat(settled(resumed)).isEqualTo(minutes(12));
            assertThat(runs(resumed)).doesNotHaveDuplicates().hasSize(12);
        }
    }

    @Test
    void a_change_waits_for_a_hundred_and_skips_the_rest() {
        var log = started(catchingUp(CatchUpPolicy.ALL, 1));
        try (var busy = new ProcessorBench(SETTINGS, log, START.plusSeconds(150))) {
            busy.ask("pause", new PauseDeployment(HELLO), null);

            var fired = busy.events().stream().filter(ScheduleFired.class::isInstance).count();
            var skipped =
                    busy.events().stream()
                            .filter(ScheduleSkipped.class::isInstance)
                            .map(ScheduleSkipped.class::cast)
                            .toList();
            assertThat(fired).isEqualTo(100);
            assertThat(skipped).hasSize(1);
            assertThat(skipped.getFirst().count()).isEqualTo(50);
            assertThat(skipped.getFirst().last()).isEqualTo(START.plusSeconds(150));
            assertThat(busy.eventNames()).endsWith("DeploymentPaused", "ScheduleStopped");
        }
    }

    @Test
    void what_was_missed_is_not_late_before_anybody_heard_of_it() {
        var log = started(catchingUp(CatchUpPolicy.LATEST, 60));
        var late = START.plus(MINUTE).plusSeconds(50);
        try (var bench = new ProcessorBench(SETTINGS, log, late)) {
            bench.advance(Duration.ofSeconds(2));
            assertThat(bench.eventNames()).containsExactly("ScheduleFired", "RunRequested");
        }
    }

    private static MemoryLog started(DeploymentDocument document) {
        try (var bench = new ProcessorBench()) {
            bench.ask(put(document));
            return bench.wholeLog();
        }
    }

    /** What the log is when a process of its own lived so long with it. */
    private static MemoryLog livedOn(MemoryLog log, Instant from, Duration time) {
        try (var bench = new ProcessorBench(SETTINGS, log, from)) {
            int before;
            bench.advance(time);
            do {
                before = bench.events().size();
                // A turn of the clock is short, and goes on after a moment.
                bench.advance(Duration.ofMillis(20));
            } while (bench.events().size() > before);
            return bench.wholeLog();
        }
    }

    private static DeploymentDocument catchingUp(CatchUpPolicy policy, long seconds) {
        var rule = new ScheduleDocument.Interval(seconds, null);
        var schedule =
                new ScheduleDocument(
                        "often",
                        rule,
                        null,
                        null,
                        Json.EMPTY_OBJECT,
                        true,
                        null,
                        null,
                        0,
                        new CatchUp(policy, null));
        return Story.document(DeploymentDocument.DEFAULT_POOL, List.of(schedule));
    }

    /** The nominal times that were fired or skipped, in the order of the log. */
    private static List<Instant> settled(MemoryLog log) {
        var settled = new ArrayList<Instant>();
        for (var event : events(log)) {
            if (event instanceof ScheduleFired fired) {
                settled.add(fired.nominal());
            } else if (event instanceof ScheduleSkipped skipped) {
                for (long i = 0; i < skipped.count(); i++) {
                    settled.add(skipped.first().plus(MINUTE.multipliedBy(i)));
                }
            }
        }
        return settled;
    }

    private static List<Object> runs(MemoryLog log) {
        return events(log).stream()
                .filter(RunRequested.class::isInstance)
                .map(event -> (Object) ((RunRequested) event).run())
                .toList();
    }

    private static List<Event> events(MemoryLog log) {
        return log.entries().stream()
                .map(e -> ProcessorBench.FORMAT.read(0, e.key(), e.headers(), e.value()).event())
                .toList();
    }

    private static List<Instant> minutes(int count) {
        var minutes = new ArrayList<Instant>();
        for (int i = 1; i <= count; i++) {
            minutes.add(START.plus(MINUTE.multipliedBy(i)));
        }
        return minutes;
    }
}
