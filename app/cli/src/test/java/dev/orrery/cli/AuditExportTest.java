package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code orrery audit export} against a stand-in for a server. */
class AuditExportTest {

    private static final String EXPORT = "GET /v1/audit/export";
    private static final int EVENTS = 400;
    private static final int PARTITIONS = 3;
    private static final int CUTS = 50;

    @TempDir private Path folder;
    private StandIn server;
    private Shell shell;

    @BeforeEach
    void start() {
        server = new StandIn();
        shell = Shell.in(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_file_that_is_cut_anywhere_is_gone_on_with_to_the_same_bytes() throws IOException {
        server.on(EXPORT, AuditExportTest::export);
        shell.type("audit", "export", "-o", "whole.jsonl")
                .ends(0)
                .says(
                        "400 events were added to whole.jsonl, which is whole up to"
                                + " 0:134,1:133,2:133");
        byte[] whole = Files.readAllBytes(folder.resolve("whole.jsonl"));
        assertThat(new String(whole, StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(events(""));

        long seed = new Random().nextLong();
        LoggerFactory.getLogger(AuditExportTest.class).info("The seed is {}", seed);
        var random = new Random(seed);
        var file = folder.resolve("cut.jsonl");
        for (int i = 0; i < CUTS; i++) {
            Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
            shell.type("audit", "export", "-o", "cut.jsonl", "--resume").ends(0);
            assertThat(Files.readAllBytes(file)).as("seed %s", seed).isEqualTo(whole);
        }
    }

    @Test
    void what_curl_wrote_is_gone_on_with_and_the_options_are_passed_on() throws IOException {
        Files.writeString(
                folder.resolve("curl.jsonl"), events("").getFirst() + "\n{\"end\":\"0:1\"}\n");
        server.on(
                EXPORT + "?after=0%3A1%2C1%3A5&until=2%3A7&subject=a%2Fb&type=RunFailed",
                AuditExportTest::export);
        shell.type(
                        "audit",
                        "export",
                        "--resume",
                        "-o=curl.jsonl",
                        "--after=1:5",
                        "--until=2:7",
                        "--subject=a/b",
                        "--type=RunFailed")
                .ends(0);
        assertThat(Files.readString(folder.resolve("curl.jsonl")).lines())
                .first()
                .isEqualTo(events("").getFirst());
        assertThat(Files.readString(folder.resolve("curl.jsonl"))).doesNotContain("\"end\"");
    }

    @Test
    void on_standard_output_stand_the_events_alone() {
        server.on(EXPORT, AuditExportTest::export);
        shell.type("audit", "export", "--after", "0:134,1:133,2:131")
                .ends(0)
                .prints(String.join("\n", events("0:134,1:133,2:131")) + "\n");
    }

    @Test
    void an_export_that_does_not_say_that_it_is_whole_is_not() {
        server.on(EXPORT, 200, events("").getFirst() + "\n" + events("").get(1));
        shell.type("audit", "export", "-o", "log.jsonl")
                .ends(7)
                .says("after 1 events without saying that it is whole")
                .says("go on with log.jsonl by --resume");
        assertThat(folder.resolve("log.jsonl")).hasContent(events("").getFirst());
    }

    @Test
    void an_export_that_says_what_went_wrong_is_told() {
        server.on(
                EXPORT,
                200,
                "{\"error\":{\"code\":\"NOT_READY\",\"detail\":\"The server stops.\"}}\n");
        shell.type("audit", "export").ends(1).says("The server stops. (NOT_READY)");
        server.problem(EXPORT, 400, "INVALID_REQUEST", "This log has no event 0:9.");
        shell.type("audit", "export", "--after=0:9").ends(2).says("This log has no event 0:9.");
    }

    @Test
    void a_file_that_is_no_export_is_left_as_it_is() throws IOException {
        server.on(EXPORT, AuditExportTest::export);
        shell.type("audit", "export", "--resume").ends(2).says("--resume goes on with a file");
        var file = folder.resolve("other.txt");
        for (var text :
                List.of(
                        "one\ntwo\n",
                        "{\"port\":4200}\n",
                        "{\"port\":4200}",
                        events("").get(3) + "\n" + events("").getFirst() + "\n",
                        "{\"specversion\":\"1.0\",\"id\":\"7\"}\n")) {
            Files.writeString(file, text);
            shell.type("audit", "export", "-o", "other.txt").ends(5).says("is there already");
            shell.type("audit", "export", "-o", "other.txt", "--resume")
                    .ends(5)
                    .says("is not the next event of an export");
            assertThat(file).hasContent(text);
        }
    }

    private static void export(Context http) {
        var after = http.queryParam("after");
        http.result(
                String.join("\n", events(after == null ? "" : after))
                        + "\n{\"end\":\"0:134,1:133,2:133\"}\n");
    }

    /** Of partitions in turns, some longer than others. */
    private static List<String> events(String after) {
        var had = new HashMap<Integer, Integer>();
        for (var part : after.split(",", -1)) {
            if (!part.isEmpty()) {
                had.put(
                        Integer.valueOf(part.substring(0, part.indexOf(':'))),
                        Integer.valueOf(part.substring(part.indexOf(':') + 1)));
            }
        }
        var events = new ArrayList<String>();
        for (int i = 0; i < EVENTS; i++) {
            int sequence = i / PARTITIONS + 1;
            if (sequence > had.getOrDefault(i % PARTITIONS, 0)) {
                events.add(
                        "{\"specversion\":\"1.0\",\"id\":\"%d:%d\",\"data\":\"\u00e9%s\"}"
                                .formatted(i % PARTITIONS, sequence, "x".repeat(i % 90)));
            }
        }
        return events;
    }
}
