package dev.orrery.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunIdTest {

    private static final DeploymentId DEPLOYMENT =
            DeploymentId.of("hello-world", "hello-world-daily");
    private static final ScheduleId SCHEDULE = ScheduleId.of(DEPLOYMENT, "daily");
    private static final String ACTOR = "ada";
    private static final CommandId COMMAND = new CommandId("once");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void the_same_command_at_the_same_time_makes_the_same_run() {
        assertThat(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON))
                .isEqualTo(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON))
                .isNotEqualTo(RunId.requested(DEPLOYMENT, ACTOR, new CommandId("twice"), NOON))
                .isNotEqualTo(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON.plusMillis(1)))
                .isNotEqualTo(RunId.requested(DEPLOYMENT, "grace", COMMAND, NOON))
                .isNotEqualTo(RunId.requested(DeploymentId.of("etl", "x"), ACTOR, COMMAND, NOON));
    }

    @Test
    void the_same_nominal_time_of_a_schedule_makes_the_same_run() {
        assertThat(RunId.scheduled(DEPLOYMENT, SCHEDULE, NOON))
                .isEqualTo(RunId.scheduled(DEPLOYMENT, SCHEDULE, NOON))
                .isNotEqualTo(RunId.scheduled(DEPLOYMENT, SCHEDULE, NOON.plusMillis(1)))
                .isNotEqualTo(
                        RunId.scheduled(DEPLOYMENT, ScheduleId.of(DEPLOYMENT, "weekly"), NOON))
                .isNotEqualTo(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON));
    }

    @Test
    void a_run_is_named_the_same_for_ever() {
        assertThat(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON))
                .hasToString("01a20320-a200-8807-8077-b3a7a263f5a7");
        assertThat(RunId.scheduled(DEPLOYMENT, SCHEDULE, NOON))
                .hasToString("01a20320-a200-8807-8068-45445a1dfed3");
    }

    @Test
    void a_run_has_its_time_in_milliseconds_and_is_a_uuid_of_version_8() {
        var millisMax = Instant.ofEpochMilli((1L << 48) - 1);
        for (var time : new Instant[] {Instant.EPOCH, NOON.plusMillis(7), millisMax}) {
            var run = RunId.scheduled(DEPLOYMENT, SCHEDULE, time);

            assertThat(run.time()).isEqualTo(time);
            AffinityTest.assertVersion8(run.value());
        }
        assertThat(RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON.plusNanos(999_999)).time())
                .isEqualTo(NOON);
    }

    @Test
    void runs_sort_by_time_as_values_and_as_text() {
        // The last is past 2^47 ms: a signed comparison would put it first.
        var runs =
                Stream.of(0L, 1L, 1_000L, NOON.toEpochMilli(), 1L << 46, 1L << 47, (1L << 48) - 1)
                        .map(Instant::ofEpochMilli)
                        .map(time -> RunId.requested(DEPLOYMENT, ACTOR, COMMAND, time))
                        .toList();

        assertThat(runs).isSorted().isSortedAccordingTo(Comparator.comparing(RunId::toString));
    }

    @Test
    void runs_of_the_same_millisecond_have_an_order_too() {
        var runs =
                Stream.iterate(0, i -> i + 1)
                        .limit(1_000)
                        .map(i -> RunId.requested(DEPLOYMENT, ACTOR, new CommandId("c" + i), NOON))
                        .toList();

        assertThat(runs).doesNotHaveDuplicates();
        assertThat(runs.stream().sorted())
                .isSortedAccordingTo(Comparator.comparing(RunId::toString));
    }

    @Test
    void the_text_of_a_run_id_is_read_back() {
        var run = RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON);

        assertThat(RunId.parse(run.toString())).isEqualTo(run);
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.parse("amber-comet"));
    }
}
