package dev.orrery.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final TopicSettings SETTINGS = TopicSettings.single(8, List.of("default"));
    private static final Map<String, Topic> CATALOGUE =
            Topics.catalogue(SETTINGS.pools()).stream()
                    .collect(Collectors.toMap(Topic::name, Function.identity()));

    @Test
    void events_are_kept_for_ever_with_the_time_that_their_writer_gave_them() {
        assertThat(configs(Topics.EVENTS))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1")
                .containsEntry("message.timestamp.type", "CreateTime")
                .containsEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE))
                .containsEntry("max.message.bytes", "2097152");
    }

    @Test
    void a_clock_other_than_the_brokers_decides_nothing_else() {
        CATALOGUE.forEach((name, topic) -> {
            if (!name.equals(Topics.EVENTS)) {
                assertThat(topic.configs(SETTINGS))
                        .as(name)
                        .containsEntry("message.timestamp.type", "LogAppendTime");
            }
        });
    }

    @Test
    void what_is_kept_for_an_hour_can_be_deleted_after_an_hour() {
        assertThat(configs(Topics.HEARTBEATS))
                .containsEntry("retention.ms", "3600000")
                .containsEntry("segment.ms", "600000");
    }

    @Test
    void schemas_artifacts_and_the_live_views_are_compacted_in_one_partition() {
        for (String name : List.of(Topics.SCHEMAS, Topics.ARTIFACTS, Topics.VIEWS)) {
            assertThat(configs(name)).containsEntry("cleanup.policy", "compact");
            assertThat(topic(name).partitions(SETTINGS)).isEqualTo(1);
        }
    }

    @Test
    void a_dead_letter_has_room_for_the_largest_record_of_another_topic() {
        assertThat(configs(Topics.DEAD_LETTERS)).containsEntry("max.message.bytes", "5242880");
        CATALOGUE.forEach((name, topic) -> {
            if (!name.equals(Topics.DEAD_LETTERS)) {
                assertThat(topic.messageBytesMax())
                        .as(name)
                        .isLessThanOrEqualTo(Topic.LETTER_BYTES_MAX / 2);
            }
        });
    }

    @Test
    void each_pool_has_a_topic_that_wakes_its_runners() {
        var names = Topics.catalogue(List.of("default", "gpu")).stream().map(Topic::name);

        assertThat(names).contains("orrery.dispatch.default", "orrery.dispatch.gpu");
    }

    @Test
    void all_inputs_of_the_processor_have_as_many_partitions_as_the_log() {
        for (String name :
                List.of(
                        Topics.COMMANDS,
                        Topics.REPORTS,
                        Topics.TRANSFERS,
                        Topics.HEARTBEATS,
                        Topics.EVENTS)) {
            assertThat(topic(name).partitions(SETTINGS)).as(name).isEqualTo(8);
        }
    }

    private static Map<String, String> configs(String name) {
        return topic(name).configs(SETTINGS);
    }

    private static Topic topic(String name) {
        return Objects.requireNonNull(CATALOGUE.get(name));
    }
}
