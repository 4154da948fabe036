package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A registry of one's own. */
class SchemaConnectionTest {

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(SchemaConnection.class);
    private @TempDir Path temporary;
    private DataFolder folder;
    private EmbeddedKafka kafka;

    @BeforeEach
    void start() {
        logged.start();
        log.addAppender(logged);
        folder = DataFolder.claim(temporary);
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
    }

    @AfterEach
    void stop() {
        kafka.close();
        folder.close();
        log.detachAppender(logged);
    }

    @Test
    void the_rule_of_our_subjects_is_set_and_no_password_is_shown() throws Exception {
        var settings =
                new EmbeddedRegistry.Settings(
                        0,
                        Compatibility.BACKWARD,
                        Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (var registry = EmbeddedRegistry.start(folder, settings)) {
            var url = registry.url().replace("http://", "http://ann:s3cret@");

            assertThat(open(url).url()).isEqualTo(registry.url());

            for (var subject :
                    new String[] {
                        "orrery.events-dev.orrery.event.RunLeased",
                        "orrery.dispatch.gpu-dev.orrery.signal.RunReady"
                    }) {
                assertThat(get(registry.url() + "/config/" + subject)).contains("FULL_TRANSITIVE");
            }
            assertThat(get(registry.url() + "/config")).contains("\"BACKWARD\"");
            assertThat(logged.list).isEmpty();
        }
    }

    @Test
    void a_registry_that_takes_no_rule_is_worked_with_and_warned_of() throws Exception {
        var registry = registryWithoutRules();
        try {
            var connection = open("http://127.0.0.1:" + registry.port());

            assertThat(connection.codecs()).isNotNull();
            assertThat(logged.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .contains("can't be set to FULL_TRANSITIVE", "403: Not yours.");
        } finally {
            registry.stop();
        }
    }

    private SchemaConnection open(String url) throws InterruptedException {
        var settings =
                NodeSettings.of(
                        Map.of(
                                "kafka.bootstrap.servers",
                                kafka.bootstrapServers(),
                                "schema.registry.url",
                                url,
                                "partitions",
                                "1",
                                "pools",
                                "default,gpu"));
        try (var parts = new Parts()) {
            var connection = KafkaConnection.open(settings, folder, parts);
            return SchemaConnection.open(settings, folder, connection, parts);
        }
    }

    private static Javalin registryWithoutRules() {
        return Javalin.create(
                        config -> {
                            config.startup.showJavalinBanner = false;
                            config.routes.post("/subjects/*", http -> http.json(Map.of("id", 1)));
                            config.routes.put(
                                    "/config/*",
                                    http -> http.status(403).json(Map.of("message", "Not yours.")));
                        })
                .start("127.0.0.1", 0);
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
