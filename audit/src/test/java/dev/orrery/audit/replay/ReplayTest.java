package dev.orrery.audit.replay;

import static dev.orrery.audit.Chronicle.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.audit.Chronicle;
import dev.orrery.audit.MemoryLog;
import dev.orrery.audit.Tamper;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.DeploymentId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);

    private final List<ReplayedEvent> told = new ArrayList<>();

    @Test
    void events_of_all_partitions_are_told_in_the_order_of_time() {
        var summary = replay(Chronicle.example().log(), new Until.End());

        assertThat(types())
                .containsExactly(
                        "DeploymentCreated",
                        "ScheduleStarted",
                        "DeploymentCreated",
                        "RunRequested",
                        "RunLeased",
                        "RunStarted",
                        "DeploymentUpdated",
                        "RunCompleted",
                        "ScheduleFired",
                        "RunRequested");
        assertThat(summary.difference()).isNull();
        assertThat(summary.events()).isEqualTo(10);
        assertThat(summary.aggregates()).isEqualTo(5);
        assertThat(summary.partitions()).isEqualTo(Chronicle.PARTITIONS);
        assertThat(summary.last().sequences()).hasSize(2).containsValues(9L, 1L);
    }

    @Test
    void each_event_comes_with_the_state_that_it_left() {
        replay(Chronicle.example().log(), new Until.End());

        assertThat(told.get(0).state())
                .isInstanceOfSatisfying(
                        State.OfDeployment.class,
                        state ->
                                assertThat(state.deployment())
                                        .isInstanceOfSatisfying(
                                                Deployment.Live.class,
                                                live -> assertThat(live.revision()).isOne()));
        assertThat(told.get(5).state())
                .isInstanceOfSatisfying(
                        State.OfRun.class,
                        state -> assertThat(state.run()).isInstanceOf(Run.Running.class));
        assertThat(told.get(7).state())
                .isInstanceOfSatisfying(
                        State.OfRun.class,
                        state -> assertThat(state.run()).isInstanceOf(Run.Ended.class));
    }

    @Test
    void an_empty_log_is_whole() {
        var empty = new MemoryLog(new TreeMap<>(java.util.Map.of(0, List.of(), 1, List.of())));

        var summary = replay(empty, new Until.End());

        assertThat(summary.difference()).isNull();
        assertThat(summary.events()).isZero();
        assertThat(summary.last().sequences()).isEmpty();
    }

    @Test
    void a_time_ends_it_with_all_that_had_happened_by_then() {
        var summary = replay(Chronicle.example().log(), new Until.Moment(NOON.plusSeconds(3)));

        assertThat(types()).endsWith("RunLeased").hasSize(5);
        assertThat(summary.events()).isEqualTo(5);
    }

    @Test
    void a_position_ends_the_partitions_that_it_names() {
        int partition = Chronicle.partition("hello", "daily");

        replay(Chronicle.example().log(), Until.parse(partition + ":2"));

        assertThat(types())
                .containsExactly("DeploymentCreated", "ScheduleStarted", "DeploymentCreated");
    }

    @Test
    void a_copy_beside_another_registry_is_the_same_log() {
        int partition = Chronicle.partition("hello", "daily");
        var copy = Chronicle.example().log();
        for (int i = 0; i < copy.records(partition).size(); i++) {
            copy = copy.changed(partition, i, Tamper::schemaId);
        }

        assertThat(replay(copy, new Until.End()).difference()).isNull();
        assertThat(told).hasSize(10);
    }

    @Test
    void a_subject_is_an_id_or_a_flow_with_a_name() {
        var chronicle = Chronicle.example();
        replay(chronicle.log(), new Until.End());

        assertThat(count(Subject.parse("hello/daily"))).isEqualTo(2);
        assertThat(count(Subject.parse(DeploymentId.of("hello", "daily").toString()))).isEqualTo(2);
        assertThat(count(Subject.parse(chronicle.run().toString()))).isEqualTo(4);
        assertThat(count(Subject.parse("nobody/knows"))).isZero();
    }

    private Summary replay(MemoryLog log, Until until) {
        return Replay.run(log, FORMAT, until, told::add);
    }

    private List<String> types() {
        return told.stream()
                .map(each -> each.recorded().event().getClass().getSimpleName())
                .toList();
    }

    private long count(Subject subject) {
        return told.stream().filter(each -> subject.isOf(each.recorded())).count();
    }
}
