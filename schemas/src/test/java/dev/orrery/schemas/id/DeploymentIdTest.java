package dev.orrery.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DeploymentIdTest {

    /** Ids are in logs that are kept for ever, so how they are made never changes. */
    @Test
    void the_same_flow_and_name_have_the_same_id_for_ever() {
        var id = DeploymentId.of("hello-world", "hello-world-daily");

        assertThat(id).hasToString("9ec26327-9e43-8807-823a-e11d6d0805f8");
        assertThat(ScheduleId.of(id, "daily")).hasToString("1dd79596-e657-8807-823c-adb79edc6a88");
    }

    @Test
    void where_one_name_ends_and_the_next_begins_counts() {
        assertThat(DeploymentId.of("ab", "c")).isNotEqualTo(DeploymentId.of("a", "bc"));
        assertThat(DeploymentId.of("", "abc")).isNotEqualTo(DeploymentId.of("abc", ""));
    }

    @Test
    void schedules_differ_by_name_and_by_deployment() {
        var one = DeploymentId.of("etl", "one");
        var two = DeploymentId.of("etl", "two");

        assertThat(ScheduleId.of(one, "daily"))
                .isEqualTo(ScheduleId.of(one, "daily"))
                .isNotEqualTo(ScheduleId.of(one, "hourly"))
                .isNotEqualTo(ScheduleId.of(two, "daily"));
    }

    @Test
    void both_are_uuids_of_version_8() {
        var id = DeploymentId.of("etl", "näme with ünicode");

        AffinityTest.assertVersion8(id.value());
        AffinityTest.assertVersion8(ScheduleId.of(id, "daily").value());
    }

    @Test
    void the_key_of_records_is_the_uuid_in_lower_case() {
        var id = DeploymentId.of("hello-world", "hello-world-daily");

        assertThat(id.key()).isEqualTo(id.toString()).isLowerCase();
        assertThat(DeploymentId.parse(id.key())).isEqualTo(id);
    }

    @Test
    void what_is_no_uuid_is_no_id() {
        assertThatIllegalArgumentException().isThrownBy(() -> DeploymentId.parse("etl/daily"));
    }
}
