package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are signed here, and verifications that are asked for with them. */
class AuditProofTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String CHECKPOINT =
            "{\"format\":1,\"time\":\"2026-11-23T08:00:00Z\",\"log\":\"/orrery/test\",\"places\":"
                    + "[{\"partition\":2,\"sequence\":70,\"hash\":\""
                    + HASH
                    + "\"}]}";
    private static final String PATH = "/v1/audit/verifications";

    private final StandIn server = new StandIn();
    private @TempDir Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_checkpoint_that_is_signed_is_what_a_verification_is_held_against() {
        var shell = signed();
        answer("VERIFIED", "null");

        var typed =
                shell.type(
                        "audit", "verify", "--checkpoint", "a.json", "--public-key", "a.pem.pub");

        assertThat(typed.ends(0).out()).contains("70 events of 1 partitions", "at 1 places");
        assertThat(server.last("POST " + PATH).body())
                .contains("\"sequence\":70,\"hash\":\"" + HASH + "\"", "\"views\":false");
    }

    @Test
    void a_difference_is_told_and_ends_with_one() {
        answer("DIFFERENT", "{\"at\":\"2:9\",\"offset\":12,\"sentence\":\"2:9 was changed\"}");
        var cancel = "POST " + PATH + "/one/cancel";
        server.on(cancel, 200, "{}");

        var typed = Shell.in(folder, server).type("audit", "verify", "--views");

        assertThat(typed.ends(1).out()).startsWith("Difference at 2:9: 2:9 was changed.");
        assertThat(server.last(cancel)).as("other nodes are told to end").isNotNull();
    }

    @Test
    void a_checkpoint_that_was_changed_or_is_another_s_is_refused() throws IOException {
        var shell = signed();
        shell.type("audit", "verify", "--checkpoint", "a.json").ends(2).says("--public-key");
        shell.type("audit", "checkpoint", "--key", "b.pem", "--new-key").ends(0);
        shell.type("audit", "verify", "--from", "a.json", "--public-key", "b.pem.pub")
                .ends(1)
                .says("is not signed by the key");

        var file = folder.resolve("a.json");
        Files.writeString(file, Files.readString(file).replace(": 70", ": 71"));
        shell.type("audit", "verify", "--checkpoint", "a.json", "--public-key", "a.pem.pub")
                .ends(1)
                .says("is not signed by the key");
    }

    @Test
    void no_file_is_written_over() {
        var shell = signed();
        shell.type("audit", "checkpoint", "--key", "a.pem", "--new-key")
                .ends(2)
                .says("a.pem is there already");
        shell.type("audit", "checkpoint", "--key", "a.pem", "-o", "a.json")
                .ends(2)
                .says("a.json is there already");
    }

    private Shell signed() {
        server.on("GET /v1/audit/checkpoint", 200, CHECKPOINT);
        var shell = Shell.in(folder, server);
        shell.type("audit", "checkpoint", "--key", "a.pem", "--new-key", "-o", "a.json").ends(0);
        return shell;
    }

    private void answer(String state, String difference) {
        server.on("POST " + PATH, 202, "{\"id\":\"one\"}");
        server.on(
                "GET " + PATH + "/one",
                200,
                "{\"state\":\"%s\",\"events\":70,\"of\":70,\"difference\":%s,\"partitions\":[{\"rows\":3}]}"
                        .formatted(state, difference));
    }
}
