package dev.orrery.flows.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.JournalPush.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPushTest {

    private static final String ID = "01a202c8-37c3-831c-9af2-3220fdcb91c4";
    private static final String HERE = "{\"host\": \"%s\", \"processId\": %d, \"startTicks\": %s}";

    /** As Python writes them. */
    private static final String START =
            "{\"method\": \"PUT\", \"path\": \"/v1/runs/%s\", \"body\": {\"flow\": \"h\\u00fc\", \"fence\": \"f\"}, \"idempotencyKey\": \"k1\"}\n"
                    .formatted(ID);

    private static final String LOCKING =
            """
            import fcntl, os, sys
            f = os.open(sys.argv[1], os.O_RDWR)
            fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
            print('locked', flush=True)
            sys.stdin.read()
            """;

    private static final String OUTPUT = request("output", "k2");
    private static final String FINISH = request("finish", "k3");

    @TempDir Path folder;
    Server server;

    @BeforeEach
    void open() throws IOException {
        server = new Server();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String request(String what, String key) {
        return "{\"method\": \"POST\", \"path\": \"/v1/runs/%s/%s\", \"body\": {\"fence\": \"f\"}, \"idempotencyKey\": \"%s\"}\n"
                .formatted(ID, what, key);
    }

    @Test
    void a_journal_whose_run_has_ended_is_sent_in_order_and_deleted() throws IOException {
        write(gone(), START + OUTPUT + FINISH);
        assertThat(push()).isEqualTo(new Counts(1, 0, 0, 0, ""));
        assertThat(server.whats()).containsExactly("PUT", "POST output", "POST finish");
        assertThat(server.heard()).extracting(Server.Heard::key).containsExactly("k1", "k2", "k3");
        assertThat(server.heard().getFirst().body().text("flow")).isEqualTo("hü");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_run_whose_process_died_is_told_as_crashed_also_with_half_a_line() throws IOException {
        write(gone(), START + OUTPUT + "{\"method\": \"PO");
        assertThat(push().pushed()).isEqualTo(1);
        var finish = server.heard().getLast();
        assertThat(finish.what()).isEqualTo("POST finish");
        assertThat(finish.body().get("outcome"))
                .isEqualTo(Requests.crashed("The process ended without saying how."));
        assertThat(finish.body().text("fence")).isEqualTo("f");
    }

    @Test
    void a_journal_whose_owner_lives_is_left_alone() throws IOException {
        var me = Owner.me();
        write(me.toString(), START);
        assertThat(push()).isEqualTo(new Counts(0, 0, 1, 0, ""));
        write(HERE.formatted(Owner.host(), ProcessHandle.current().pid(), "1"), START);
        assertThat(push().pushed()).as("another process had this number").isEqualTo(1);
        write("{\"host\": \"elsewhere\", \"processId\": 1, \"startTicks\": 1}", START);
        assertThat(push().running()).as("nobody here can tell").isEqualTo(1);
    }

    @Test
    void a_journal_that_this_process_writes_is_not_even_opened() throws IOException {
        var start =
                Requests.start(
                        UUID.fromString(ID),
                        new UUID(0, 1),
                        new Tracking.Called("f", null, Json.EMPTY),
                        Instant.EPOCH);
        try (var journal = Journal.create(folder, UUID.fromString(ID), start)) {
            journal.append(Requests.finish(ID, "f", Requests.crashed("x"), Instant.EPOCH));
            assertThat(push()).isEqualTo(new Counts(0, 0, 1, 0, ""));
        }
        assertThat(push().pushed()).isEqualTo(1);
    }

    @Test
    void a_run_that_was_cancelled_meanwhile_is_done_with() throws IOException {
        write(gone(), START + FINISH);
        server.answer("finish", "409 {\"code\":\"RUN_ENDED\"}");
        assertThat(push().pushed()).isEqualTo(1);
    }

    @Test
    void a_run_that_is_refused_is_set_aside_and_output_that_is_refused_is_lost()
            throws IOException {
        write(gone(), START + OUTPUT + FINISH);
        server.answer("output", "422 {}");
        assertThat(push().pushed()).isEqualTo(1);
        write(gone(), START + FINISH);
        server.answer("", "409 {\"code\":\"RUN_EXISTS\"}");
        assertThat(push()).isEqualTo(new Counts(0, 1, 0, 0, "409 {\"code\":\"RUN_EXISTS\"}"));
        assertThat(folder.resolve(ID + ".refused")).exists();
        assertThat(push()).isEqualTo(new Counts(0, 0, 0, 0, ""));
    }

    @Test
    void without_a_server_everything_stays() throws IOException {
        write(gone(), START + FINISH);
        server.answer("", "503 {}");
        assertThat(push().left()).isEqualTo(1);
        server.close();
        var counts = push();
        assertThat(counts.left()).isEqualTo(1);
        assertThat(counts.said()).contains("Connection refused");
        assertThat(folder.resolve(ID + ".jsonl")).content().contains("k3");
    }

    @Test
    void a_journal_that_python_has_locked_is_left_alone() throws Exception {
        write(gone(), START + FINISH);
        Process python;
        try {
            python =
                    new ProcessBuilder(
                                    "python3",
                                    "-c",
                                    LOCKING,
                                    folder.resolve(ID + ".jsonl").toString())
                            .start();
        } catch (IOException absent) {
            assumeTrue(false, "there is no python3 here");
            return;
        }
        try {
            assertThat(python.inputReader().readLine()).isEqualTo("locked");
            assertThat(push()).isEqualTo(new Counts(0, 0, 1, 0, ""));
            python.outputWriter().close();
            assertThat(python.waitFor()).isZero();
        } finally {
            python.destroyForcibly();
        }
        assertThat(push().pushed()).isEqualTo(1);
    }

    private Counts push() throws IOException {
        return JournalPush.push(folder, server.address() + "/");
    }

    private void write(String owner, String lines) throws IOException {
        Files.writeString(folder.resolve(ID + ".jsonl"), "{\"owner\": " + owner + "}\n" + lines);
    }

    /** Of a process that can't be: the system has no such number. */
    private static String gone() {
        return HERE.formatted(Owner.host(), Integer.MAX_VALUE, "null");
    }
}
