package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.view.Keys;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.node.Endpoints;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.LoneKafka;
import dev.orrery.verify.server.Reading;
import dev.orrery.verify.server.Server;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that can't be gone on with are built again, and only those. */
class ViewsHealTest {

    private static final String CHANGELOG = "orrery-projector-views-changelog";
    private static final int PARTITIONS = 8;

    @Test
    void views_of_another_version_or_ahead_of_the_log_are_built_again(@TempDir Path data)
            throws Exception {
        Map<String, String> before;
        try (var server = Server.start(data)) {
            server.http().run("heal/one", command("true")).has("/state/type", "COMPLETED");
            server.http().run("heal/other", command("true")).has("/state/type", "COMPLETED");
            before = Reading.everything(server.http());
        }

        spoil(data, new byte[] {99});
        try (var server = Server.start(data)) {
            assertThat(Reading.everything(server.http())).isEqualTo(before);
        }

        spoil(data, ByteBuffer.allocate(49).put((byte) 1).putLong(1_000_000).array());
        try (var server = Server.start(data)) {
            assertThat(Reading.everything(server.http())).isEqualTo(before);
            server.http().run("heal/one", command("true")).has("/state/type", "COMPLETED");
            server.kafka().log().isWhole();
        }
    }

    @Test
    void a_store_that_has_nothing_is_not_lost(@TempDir Path data) throws Exception {
        try (var server = ChildServer.up(data)) {
            var http = server.awaitReady();
            http.deploy("heal/one", command("true")).is(201);
            var kafka = new Kafka(server.endpoints());
            kafka.produce(new ProducerRecord<>(Topics.LOGS, 3, new byte[1], new byte[] {9, 9}));
            kafka.awaitRecord(Topics.DEAD_LETTERS, _ -> true);
            assertThat(server.output())
                    .contains("Output at orrery.logs:3:0 can't be kept")
                    .doesNotContain("changelog")
                    .doesNotContain("built");
        }
        try (var server = ChildServer.up(data)) {
            server.awaitReady();
            assertThat(server.output()).doesNotContain("changelog").doesNotContain("built");
        }
    }

    /** What each partition's views say of themselves. */
    private static void spoil(Path data, byte[] tally) throws Exception {
        try (var broker = LoneKafka.of(data)) {
            var kafka = new Kafka(new Endpoints("", broker.bootstrapServers(), "", 0));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                kafka.produce(new ProducerRecord<>(CHANGELOG, partition, Keys.tally(), tally));
            }
        }
    }
}
