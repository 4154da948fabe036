package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.DocumentedAcls;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.SecuredKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is brought to a Kafka by somebody who may do there what the document says, and no more. */
class SecuredMoveTest {

    private static final String MOVER = "orrery-mover";

    @TempDir Path folder;

    @Test
    void a_log_is_moved_with_the_documented_acls() throws Exception {
        var data = folder.resolve("alone");
        int events;
        try (var alone = ChildServer.up(data)) {
            var http = alone.awaitReady();
            http.run("move/one", shell("echo one")).has("/state/type", "COMPLETED");
            events = new Kafka(alone.endpoints()).read(Topics.EVENTS).size();
        }
        var document = Files.readString(Path.of("..", "docs", "how-to", "kafka-security.md"));
        var acls = new DocumentedAcls(document).of(MOVER, "every node", "move-log");
        try (var kafka = SecuredKafka.start(folder.resolve("theirs"), List.of(MOVER), acls)) {
            var words = new ArrayList<>(List.of("move-log", "--data", data.toString()));
            kafka.settings(MOVER)
                    .forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
            try (var program = ChildServer.program(data, words.toArray(String[]::new))) {
                assertThat(program.exitCode()).as(program.output()).isZero();
                assertThat(program.output())
                        .contains("%,d events of".formatted(events), "The hash chain is whole");
            }
        }
    }
}
