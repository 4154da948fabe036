package dev.orrery.flows.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Answer.Kind;
import dev.orrery.flows.track.Journals.Alive;
import dev.orrery.flows.track.Journals.Damaged;
import dev.orrery.flows.track.Journals.Elsewhere;
import dev.orrery.flows.track.Journals.Known;
import dev.orrery.flows.track.Journals.Left;
import dev.orrery.flows.track.Journals.Pushed;
import dev.orrery.flows.track.Journals.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalsTest {

    private static final String ID = "01a202c8-37c3-831c-9af2-3220fdcb91c4";
    private static final String OTHER = "01a202c8-37c4-831c-9af2-3220fdcb91c4";

    private static final List<String> REFUSALS =
            List.of(
                    "409 {\"code\":\"RUN_EXISTS\"}",
                    "410 {\"code\":\"RUN_ARCHIVED\"}",
                    "404 {\"code\":\"DEPLOYMENT_NOT_FOUND\"}");

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
        assertThat(push()).containsExactly(new Known(ID, 3));
        assertThat(server.whats()).containsExactly("PUT", "POST output", "POST finish");
        assertThat(server.heard()).extracting(Server.Heard::key).containsExactly("k1", "k2", "k3");
        assertThat(server.heard().getFirst().body().text("flow")).isEqualTo("hü");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_run_whose_process_died_is_told_as_crashed_also_with_half_a_line() throws IOException {
        write(gone(), START + OUTPUT + "{\"method\": \"PO");
        assertThat(push()).containsExactly(new Known(ID, 3));
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
        assertThat(push()).containsExactly(new Alive(ID));
        write(HERE.formatted(HostName.ofSystem(), ProcessHandle.current().pid(), "1"), START);
        assertThat(push()).as("another process had this number").containsExactly(new Known(ID, 2));
    }

    @Test
    void of_another_host_it_takes_somebodys_word_that_a_process_has_ended() throws IOException {
        write("{\"host\": \"elsewhere\", \"processId\": 1, \"startTicks\": 1}", START);
        assertThat(push()).containsExactly(new Elsewhere(ID, "elsewhere"));
        assertThat(push(OTHER::equals)).containsExactly(new Elsewhere(ID, "elsewhere"));
        assertThat(push(ID::equals)).containsExactly(new Known(ID, 2));

        write(Owner.me().toString(), START);
        assertThat(push(ID::equals)).as("this host knows better").containsExactly(new Alive(ID));
    }

    @Test
    void what_is_no_journal_is_told_of_and_stays() throws IOException {
        var file = folder.resolve(ID + ".jsonl");
        for (var damaged : List.of("", "\0\0\0", "{}\n" + START, "{\"owner\": {}}\n")) {
            Files.writeString(file, damaged);
            assertThat(push()).containsExactly(new Damaged(ID, file));
        }
        Files.delete(file);
        Files.createDirectory(file);
        write(OTHER, gone(), START + FINISH);
        assertThat(push()).containsExactly(new Damaged(ID, file), new Known(OTHER, 2));
    }

    @Test
    void only_its_owner_may_read_a_journal() throws IOException {
        var start = start();
        var inside = folder.resolve("of/it");
        try (var journal = Journal.create(inside, new UUID(0, 1), start)) {
            assertThat(rights(journal.path())).isEqualTo("rw-------");
            assertThat(rights(inside)).isEqualTo("rwx------");
        }
    }

    @Test
    void a_journal_shows_until_when_its_process_lived_and_stays_locked() throws IOException {
        var start = start();
        try (var journal = Journal.create(folder, new UUID(0, 1), start)) {
            var lines = journal.lines();
            Files.setLastModifiedTime(journal.path(), FileTime.from(Instant.EPOCH));
            journal.touch();
            assertThat(journal.changed()).isAfter(Instant.now().minusSeconds(60));
            assertThat(journal.lines()).isEqualTo(lines);
        }
    }

    @Test
    void home_is_where_the_environment_says() {
        assertThat(Journals.of(Map.of("HOME", "/h")).folder())
                .isEqualTo(Path.of("/h/.orrery/journal"));
        assertThat(Journals.of(Map.of("HOME", "/h", "ORRERY_JOURNAL", "/j")).folder())
                .isEqualTo(Path.of("/j"));
        assertThat(Journals.of(Map.of()).folder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".orrery/journal"));
    }

    private static Json.Obj start() {
        var what = Json.object("flow", "f");
        return Requests.start(new UUID(0, 1), new UUID(0, 1), what, Instant.EPOCH);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void a_journal_that_this_process_writes_is_not_even_opened() throws IOException {
        var start =
                Requests.start(
                        UUID.fromString(ID),
                        new UUID(0, 1),
                        Json.object("flow", "f"),
                        Instant.EPOCH);
        try (var journal = Journal.create(folder, UUID.fromString(ID), start)) {
            journal.append(Requests.finish(ID, "f", Requests.crashed("x"), null, Instant.EPOCH));
            assertThat(push()).containsExactly(new Alive(ID));
        }
        assertThat(push()).containsExactly(new Known(ID, 2));
    }

    @Test
    void a_run_that_was_cancelled_meanwhile_is_done_with() throws IOException {
        write(gone(), START + FINISH);
        server.answer("finish", "409 {\"code\":\"RUN_ENDED\"}");
        assertThat(push()).containsExactly(new Known(ID, 2));
    }

    @Test
    void a_run_that_is_refused_is_set_aside_and_output_that_is_refused_is_lost()
            throws IOException {
        write(gone(), START + OUTPUT + FINISH);
        server.answer("output", "422 {}");
        assertThat(push()).containsExactly(new Known(ID, 3));
        for (var refusal : REFUSALS) {
            write(gone(), START + FINISH);
            server.answer("", refusal);
            var aside = folder.resolve(ID + ".refused");
            assertThat(push())
                    .containsExactly(new Refused(ID, answer(Kind.REFUSED, refusal), aside));
            assertThat(aside).exists();
            assertThat(push()).isEmpty();
        }
    }

    @Test
    void what_may_be_taken_later_stays_and_the_next_is_tried() throws IOException {
        write(gone(), START + FINISH);
        write(OTHER, gone(), START + FINISH);
        for (var passing : List.of("503 {}", "403 {}", "404 Not Found", "200 <html>")) {
            server.answer("", passing);
            var answer = answer(Kind.NOT_NOW, passing);
            assertThat(push()).containsExactly(new Left(ID, answer), new Left(OTHER, answer));
        }
    }

    @Test
    void without_a_server_everything_stays() throws IOException {
        write(gone(), START + FINISH);
        write(OTHER, gone(), START + FINISH);
        server.close();
        var results = push();
        assertThat(results).extracting(Pushed::run).containsExactly(ID, OTHER);
        assertThat(results)
                .hasOnlyElementsOfType(Left.class)
                .allSatisfy(left -> assertThat(left.toString()).contains("Connection refused"));
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
            assertThat(push()).containsExactly(new Alive(ID));
            python.outputWriter().close();
            assertThat(python.waitFor()).isZero();
        } finally {
            python.destroyForcibly();
        }
        assertThat(push()).containsExactly(new Known(ID, 2));
    }

    private List<Pushed> push() throws IOException {
        return new Journals(folder).push(server.address() + "/");
    }

    private List<Pushed> push(Predicate<String> ended) throws IOException {
        return new Journals(folder).push(server.address(), ended);
    }

    /**
     * @param said its status and its body
     */
    private static Answer answer(Kind kind, String said) {
        return new Answer(kind, Integer.parseInt(said.substring(0, 3)), said.substring(4));
    }

    private void write(String owner, String lines) throws IOException {
        write(ID, owner, lines);
    }

    private void write(String run, String owner, String lines) throws IOException {
        Files.writeString(folder.resolve(run + ".jsonl"), "{\"owner\": " + owner + "}\n" + lines);
    }

    /** Of a process that can't be: the system has no such number. */
    private static String gone() {
        return HERE.formatted(HostName.ofSystem(), Integer.MAX_VALUE, "null");
    }
}
