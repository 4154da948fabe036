package dev.orrery.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void every_affinity_survives_in_an_id_whatever_else_is_in_it() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            var affinity = new Affinity(bits);
            assertThat(Affinity.of(affinity.uuid(0, 0))).isEqualTo(affinity);
            assertThat(Affinity.of(affinity.uuid(-1, -1))).isEqualTo(affinity);
        }
    }

    @Test
    void every_affinity_leaves_a_uuid_of_version_8() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            assertVersion8(new Affinity(bits).uuid(0, 0));
            assertVersion8(new Affinity(bits).uuid(-1, -1));
        }
    }

    @Test
    void the_bits_beside_the_affinity_are_kept_and_those_above_them_ignored() {
        var id = new Affinity(0).uuid(0xFFFF_0123_4567_89ABL, 0xFC00_0000_0000_002AL);

        assertThat(id).hasToString("01234567-89ab-8000-8000-00000000002a");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x1_0000, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void an_affinity_has_16_bits(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Affinity(bits));
    }

    @Test
    void a_partition_lies_below_the_number_of_partitions() {
        assertThat(IntStream.rangeClosed(0, 0xFFFF).map(bits -> new Affinity(bits).partition(7)))
                .allMatch(partition -> partition >= 0 && partition < 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 50, 65_536})
    void what_belongs_to_a_deployment_is_on_its_partition(int partitions) {
        for (int i = 0; i < 200; i++) {
            var deployment = DeploymentId.of("flow " + i, "name");
            var schedule = ScheduleId.of(deployment, "hourly");
            var requested = RunId.requested(deployment, "ada", new CommandId("k" + i), NOON);
            var scheduled = RunId.scheduled(deployment, schedule, NOON);

            int partition = deployment.affinity().partition(partitions);
            assertThat(schedule.affinity().partition(partitions)).isEqualTo(partition);
            assertThat(requested.affinity().partition(partitions)).isEqualTo(partition);
            assertThat(scheduled.affinity().partition(partitions)).isEqualTo(partition);
        }
    }

    @Test
    void deployments_spread_over_the_partitions() {
        var counts = new int[8];
        for (int i = 0; i < 8_000; i++) {
            counts[DeploymentId.of("etl", "deployment " + i).affinity().partition(8)]++;
        }

        assertThat(IntStream.of(counts)).allMatch(count -> count > 800 && count < 1_200);
    }

    static void assertVersion8(UUID id) {
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }
}
