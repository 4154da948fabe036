package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.Typed.Shell;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ProgramVersion;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on in a terminal, and what is left of them when no server hears of it. */
class LocalRunsTest {

    private static final String DEPLOYMENT =
            """
            {"id": "7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b", "flow": "greet", "name": "daily",
             "document": {"tags": ["x"], "pool": "default", "parameters": {"name": "world"},
                "entrypoint": {"kind": "command", "command":
                    ["sh", "-c", "echo Hello $1; echo oops >&2; exit $2", "-", "{{name}}", "{{code}}"]},
                "environment": {}, "infrastructure": {"type": "process", "settings": {}}}}\
            """;

    private final StandIn server = new StandIn();
    private final ConcurrentLinkedQueue<JsonNode> told = new ConcurrentLinkedQueue<>();
    private Shell shell = Shell.in(Path.of(""));
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void start() {
        shell = Shell.in(folder, server).with("ORRERY_JOURNAL", folder.resolve("j").toString());
        server.on("GET /v1/deployments/greet/daily", 200, DEPLOYMENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_run_here_is_shown_and_told_and_leaves_nothing() throws IOException {
        hears();
        var typed = execute("0").ends(0).prints("Hello Ada\n");
        assertThat(typed.err()).contains("oops\n", "Completed\n");

        var first = told.stream().filter(body -> body.has("startedAt")).findFirst().orElseThrow();
        assertThat(Json.text(first, "/deployment"))
                .isEqualTo("7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b");
        assertThat(Json.text(first, "/parameters/name")).isEqualTo("Ada");
        var lines = new ArrayList<String>();
        told.forEach(body -> body.path("lines").forEach(l -> lines.add(Json.text(l, "/text"))));
        assertThat(lines).containsExactlyInAnyOrder("Hello Ada", "oops");
        var last = told.stream().filter(body -> body.has("outcome")).findFirst().orElseThrow();
        assertThat(Json.text(last, "/outcome/kind")).isEqualTo("completed");
        assertThat(Json.text(last, "/fence")).isEqualTo(Json.text(first, "/fence"));
        assertThat(folder.resolve("j")).isEmptyDirectory();
    }

    @Test
    void code_in_a_store_is_fetched_and_executed_here() {
        hears();
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        var code =
                """
                "code": {"kind": "s3", "bucket": "flows", "prefix": "a", "endpoint": "%s",
                    "region": "eu-west-1"},
                "environment"\
                """
                        .formatted(server.api());
        server.on(
                "GET /v1/deployments/greet/daily",
                200,
                DEPLOYMENT.replace("echo Hello $1", "cat name").replace("\"environment\"", code));
        server.on(
                "GET /flows",
                http ->
                        http.contentType("application/xml")
                                .result(
                                        """
                                        <ListBucketResult><Name>flows</Name><KeyCount>1</KeyCount>
                                        <IsTruncated>false</IsTruncated><Contents><Key>a/name</Key>
                                        <Size>6</Size></Contents></ListBucketResult>\
                                        """));
        server.on("GET /flows/a/name", 200, "S3 Ada");
        execute("0").ends(0).prints("S3 Ada\n");
    }

    @Test
    void a_program_is_given_the_run_as_it_ended() {
        hears();
        var typed =
                shell.with("PATH", String.valueOf(System.getenv("PATH")))
                        .type("deployment execute greet/daily -p code=3 -o json".split(" "))
                        .ends(1)
                        .says("Hello world\n");
        var run = Json.read(typed.out());
        assertThat(Json.text(run, "/state/name")).isEqualTo("Failed");
        assertThat(run.path("exitCode").asInt()).isEqualTo(3);
        assertThat(Json.text(run, "/parameters/name")).isEqualTo("world");
    }

    @Test
    void its_failure_is_the_exit_code() {
        hears();
        execute("3").ends(1).says("exit code 3");
        var last = told.stream().filter(body -> body.has("outcome")).findFirst().orElseThrow();
        assertThat(Json.text(last, "/outcome/kind")).isEqualTo("failed");
        assertThat(last.at("/outcome/exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void within_another_run_it_says_which() {
        hears();
        var parent = "01a2030c-c14b-892d-b64b-c65d676d302a";
        shell = shell.with("ORRERY_RUN_ID", parent);
        execute("0").ends(0);
        var first = told.stream().filter(body -> body.has("startedAt")).findFirst().orElseThrow();
        assertThat(Json.text(first, "/parent")).isEqualTo(parent);
    }

    @Test
    void one_that_ran_out_of_its_time_says_so() {
        hears();
        server.on(
                "GET /v1/deployments/greet/daily",
                200,
                DEPLOYMENT
                        .replace("echo Hello $1", "sleep 60")
                        .replace("\"environment\"", "\"timeoutSeconds\": 1, \"environment\""));
        execute("0").ends(1).says("TimedOut  ");
        var last = told.stream().filter(body -> body.has("outcome")).findFirst().orElseThrow();
        assertThat(Json.text(last, "/outcome/kind")).isEqualTo("failed");
        assertThat(Json.text(last, "/name")).isEqualTo("TimedOut");
    }

    @Test
    void a_server_that_refuses_the_run_refuses_it_before_it_begins() {
        execute("0").ends(3).prints("");
        server.any(_ -> {
            throw new ForbiddenResponse();
        });
        execute("0").ends(4).prints("");
        assertThat(folder.resolve("j")).isEmptyDirectory();
    }

    @Test
    void a_server_that_is_away_holds_up_nothing_and_is_told_later() {
        server.any(_ -> {
            throw new ServiceUnavailableResponse();
        });
        execute("0").ends(0).prints("Hello Ada\n").says("is kept in the journal");
        assertThat(shell.type("journal", "push").ends(7).out()).contains("left");
        hears();
        assertThat(shell.type("journal", "push").ends(0).out()).contains("pushed");
        assertThat(told).hasSize(3);
        assertThat(folder.resolve("j")).isEmptyDirectory();
    }

    @Test
    void the_next_run_here_tells_what_others_left() throws IOException {
        var journal = leave(UUID.randomUUID(), 2_000_000_000L);
        hears();
        execute("0").ends(0);
        assertThat(journal).doesNotExist();
    }

    @Test
    void what_a_dead_process_left_is_pushed_with_a_word_about_its_end() throws IOException {
        var run = UUID.randomUUID();
        var journal = leave(run, 2_000_000_000L);
        hearsOf(run);

        assertThat(shell.type("journal", "push").ends(0).out()).contains(run.toString(), "pushed");

        assertThat(told).hasSize(2);
        var last = told.stream().reduce((_, later) -> later).orElseThrow();
        assertThat(Json.text(last, "/outcome/kind")).isEqualTo("crashed");
        assertThat(Json.text(last, "/fence")).isEqualTo("f1");
        assertThat(journal).doesNotExist();
        shell.type("journal", "push").ends(0).says("There is nothing in");
    }

    @Test
    void what_a_living_process_writes_is_left_alone() throws IOException {
        var journal = leave(UUID.randomUUID(), ProcessHandle.current().pid());
        assertThat(shell.type("journal", "push").ends(0).out()).contains("alive");
        assertThat(journal).exists();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void a_run_of_another_host_is_sent_when_somebody_says_that_it_has_ended() throws IOException {
        var run = UUID.randomUUID();
        var journal = leave(run, 1);
        Files.writeString(
                journal,
                Files.readString(journal).replaceFirst("\"host\": \"[^\"]*", "\"host\": \"pod-1"));
        hearsOf(run);
        assertThat(shell.type("journal", "push").ends(0).out())
                .contains("elsewhere", "pod-1", "--force " + run);
        assertThat(told).isEmpty();
        assertThat(shell.type("journal", "push", "--force", run.toString()).ends(0).out())
                .contains("pushed");
        assertThat(told).hasSize(2);
    }

    @Test
    void what_is_no_journal_is_told_of() throws IOException {
        Files.createDirectories(folder.resolve("j/x.jsonl"));
        assertThat(shell.type("journal", "push").ends(5).out()).contains("damaged", "x.jsonl");
    }

    @Test
    void what_the_server_refuses_is_kept_for_people() throws IOException {
        var run = UUID.randomUUID();
        var journal = leave(run, 2_000_000_000L);
        server.problem("PUT /v1/runs/" + run, 409, "RUN_EXISTS", "It is another's");
        assertThat(shell.type("journal", "push").ends(5).out()).contains("RUN_EXISTS");
        assertThat(journal).doesNotExist();
        assertThat(folder.resolve("j/" + run + ".refused")).exists();
    }

    @Test
    void doctor_says_what_is_left_and_what_the_server_says() throws IOException {
        leave(UUID.randomUUID(), 2_000_000_000L);
        server.on("GET /livez", 200, "{\"live\": true}");
        server.on("GET /readyz", 503, "{\"ready\": false, \"parts\": {\"projector\": false}}");
        assertThat(shell.type("doctor").ends(1).out())
                .contains("1 local run in", "'orrery journal push'")
                .contains("not yet: projector")
                .contains("jdk        ok");
        server.on("GET /readyz", 200, "{\"ready\": true, \"parts\": {}}");
        assertThat(shell.type("doctor").ends(0).out())
                .contains("artifacts  warn  not known: There");
        server.on("GET /v1/artifacts", 200, "{\"diskBytes\": 5242880}");
        assertThat(shell.type("doctor").ends(0).out())
                .contains("artifacts  ok    5,120 KiB of pushed code\n");
        server.on("GET /v1/artifacts", 200, "{\"diskBytes\": null}");
        assertThat(shell.type("doctor").ends(0).out()).contains("artifacts  ok    not measured");
        assertThat(shell.type("doctor").ends(0).out()).contains("warn  the server does not say");
        server.on("GET /livez", 200, "{\"live\": true, \"version\": \"0.0.1\"}");
        assertThat(shell.type("doctor").ends(0).out()).contains("the server is 0.0.1; install");
        var ours = "{\"live\": true, \"version\": \"" + ProgramVersion.text() + "\"}";
        server.on("GET /livez", 200, ours);
        shell.type("doctor", "-o", "json").ends(0);
        assertThat(shell.type("doctor").ends(0).out()).contains(", as the server\n");
    }

    @Test
    void doctor_ends_with_7_when_nobody_answers() {
        server.close();
        assertThat(shell.type("doctor").ends(7).out()).contains("fail  No server answers");
    }

    private Typed execute(String code) {
        return shell.with("PATH", String.valueOf(System.getenv("PATH")))
                .type(
                        "deployment",
                        "execute",
                        "greet/daily",
                        "-p",
                        "name=Ada",
                        "-p",
                        "code=" + code);
    }

    /** Whatever the id of the run is. */
    private void hears() {
        server.any(body -> told.add(Json.read(body)));
    }

    private void hearsOf(UUID run) {
        for (var what : List.of("PUT /v1/runs/" + run, "POST /v1/runs/" + run + "/finish")) {
            server.on(
                    what,
                    http -> {
                        told.add(Json.read(http.body()));
                        http.status(200).result("{}");
                    });
        }
    }

    private Path leave(UUID run, long process) throws IOException {
        var file = Files.createDirectories(folder.resolve("j")).resolve(run + ".jsonl");
        var host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return Files.writeString(
                file,
                """
                {"owner": {"host": "%s", "processId": %d, "startTicks": null}}
                {"method": "PUT", "path": "/v1/runs/%s", "body": {"fence": "f1"}, "idempotencyKey": "k"}
                {"method": "POST", "path": "/v1/half\
                """
                        .formatted(host, process, run));
    }
}
