package dev.orrery.projections.stream;

import static dev.orrery.projections.Story.DAILY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ProjectorSettingsTest {

    private static final RunId RUN = Story.run(DAILY, 1);
    private static final int VARIABLE_CHARACTERS_MAX = 32_768;

    @Test
    void the_largest_events_make_no_row_that_is_larger_than_a_changelog_takes() {
        var events = List.of(largestDeployment(), largestRun());
        var story = new Story(0);
        var rows = new MemoryRows();

        for (var event : events) {
            assertThat(Codecs.start(SchemaIds.local()).events().encode(event))
                    .hasSizeBetween(Topic.LARGE_BYTES_MAX - 100_000, Topic.LARGE_BYTES_MAX);
            story.then(DAILY, event);
            Story.fold(story.events().getLast(), rows);
        }

        var changelogBytesMax = ProjectorTopology.CHANGELOG.get("max.message.bytes");
        assertThat(rows.all().values())
                .anySatisfy(row -> assertThat(row).hasSizeGreaterThan(5 * Topic.LARGE_BYTES_MAX))
                .allSatisfy(row ->
                        assertThat(row.length)
                                .isLessThan(ProjectorTopology.ROW_BYTES_MAX)
                                .isLessThan(Integer.parseInt(changelogBytesMax)));
        assertThat(streams(Map.of()).get("producer.max.request.size"))
                .asInstanceOf(InstanceOfAssertFactories.INTEGER)
                .isGreaterThan(ProjectorTopology.ROW_BYTES_MAX);
    }

    @Test
    void what_others_count_on_is_not_passed_through() {
        var streams = streams(Map.of("num.stream.threads", "7", "commit.interval.ms", "31"));

        assertThat(streams)
                .containsEntry("num.stream.threads", ProjectorSettings.THREADS)
                .containsEntry("commit.interval.ms", "31");
    }

    private static Properties streams(Map<String, Object> passedThrough) {
        return ProjectorSettings.alone(passedThrough, Path.of("x"), "test", 1, Duration.ofDays(1))
                .streams();
    }

    private static Event largestDeployment() {
        var document =
                new DeploymentDocument(
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        new Entrypoint.Command(List.of("true")),
                        null,
                        null,
                        Json.EMPTY_OBJECT,
                        null,
                        controlCharacters(),
                        List.of(),
                        DeploymentDocument.DEFAULT_POOL,
                        Infrastructure.PROCESS,
                        null,
                        null,
                        true,
                        null,
                        null,
                        null);
        return new DeploymentCreated(DAILY, "hello", "daily", 1, document);
    }

    private static Event largestRun() {
        return new RunRequested(
                RUN,
                DAILY,
                1,
                "brave-otter",
                RUN.time(),
                RunCause.COMMAND,
                new RunSpecification(
                        new Entrypoint.Command(List.of("true")),
                        null,
                        null,
                        Json.EMPTY_OBJECT,
                        controlCharacters(),
                        List.of(),
                        DeploymentDocument.DEFAULT_POOL,
                        Infrastructure.PROCESS,
                        null,
                        null,
                        null),
                0);
    }

    /** One byte each in an event, and six in JSON. */
    private static Map<String, String> controlCharacters() {
        var variables = new HashMap<String, String>();
        for (int i = 0; i < Topic.LARGE_BYTES_MAX / VARIABLE_CHARACTERS_MAX - 1; i++) {
            variables.put("V" + i, "\u0001".repeat(VARIABLE_CHARACTERS_MAX));
        }
        return variables;
    }
}
