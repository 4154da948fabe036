package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands that no other story tells of, through the launcher that is shipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EachCommandStoryTest {

    private static final String PYTHON =
            """
            from orrery import flow, DeploymentSpec

            @flow
            def hello(name="world"):
                print(f"Hello {name}!")
                if name == "nobody":
                    raise ValueError("there is nobody")
                return {"greeted": name}

            DeploymentSpec(flow=hello, name="python")
            """;

    private static final String JAVA =
            """
            import dev.orrery.flows.*;

            public class HelloFlow {
                @Flow
                public static String hello(@Param(defaultValue = "world") String name) {
                    System.out.println("Hello " + name + "!");
                    return name;
                }

                @Deployment
                static final DeploymentSpec SPEC = DeploymentSpec.of("java", HelloFlow.class);
            }
            """;

    private static final String YAML =
            """
            deployments:
              - flow: greet
                name: daily
                entrypoint: {kind: command, command: [echo, "Hello {{name}}"]}
                parameters: {name: world}
                schedules: [{interval: 1d}]
              - flow: greet
                name: failing
                entrypoint: {kind: command, command: [sh, -c, exit 3]}
              - flow: greet
                name: waiting
                entrypoint:
                  kind: command
                  command: [sh, -c, 'echo begun; until [ -e "$1" ]; do sleep 0.1; done; echo done', sh, "{{file}}"]
            """;

    private Server server;
    private Launcher orrery;
    private Http http;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) throws IOException, InterruptedException {
        Launcher.installHere();
        server = Server.start(data);
        http = server.http();
        orrery = new Launcher(folder, http.api());
        orrery.write("flow.py", PYTHON);
        orrery.write("HelloFlow.java", JAVA);
        orrery.write("orrery.yaml", YAML);
        orrery.type("deployment", "create", "orrery.yaml").ends(0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_deployment_is_paused_resumed_and_deleted() throws InterruptedException {
        orrery.type("deployment", "create", "--flow=short", "--name=lived", "--command", "true")
                .ends(0)
                .prints("Created deployment 'lived' for flow 'short'\n");
        orrery.type("deployment", "pause", "short/lived")
                .ends(0)
                .prints("Paused deployment 'short/lived'\n");
        orrery.type("deployment", "pause", "short/lived")
                .ends(0)
                .prints("Already paused deployment 'short/lived'\n");
        assertThat(orrery.type("deployment", "ls", "--flow", "short").ends(0).out())
                .matches("DEPLOYMENT +SCHEDULE +NEXT +LAST RUN +STATUS\nshort/lived +paused\n");
        orrery.type("deployment", "resume", "short/lived")
                .ends(0)
                .prints("Resumed deployment 'short/lived'\n");
        orrery.type("deployment", "delete", "short/lived")
                .ends(0)
                .prints("Deleted deployment 'short/lived'\n");
        orrery.type("deployment", "run", "short/lived").ends(3).says("There is no deployment");
    }

    @Test
    void the_log_is_exported_to_a_file_and_gone_on_with() throws IOException, InterruptedException {
        var file = orrery.folder().resolve("log.jsonl");
        orrery.type("audit", "export", "-o", "log.jsonl").ends(0).says("is whole up to ");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length * 2 / 3));
        orrery.type("audit", "export", "-o", "log.jsonl").ends(5).says("is there already");
        var resumed = orrery.type("audit", "export", "-o", "log.jsonl", "--resume").ends(0).err();
        var end = resumed.strip().replaceAll(".* up to (.*)\\.", "$1");
        orrery.type("audit", "export", "--until", end).ends(0).prints(Files.readString(file));
        assertThat(Files.readString(file)).contains("\"flow\":\"greet\"");
    }

    @Test
    void every_format_says_the_same() throws InterruptedException {
        orrery.type("deployment", "ls", "--flow=greet", "-o", "name")
                .ends(0)
                .prints("greet/daily\ngreet/failing\ngreet/waiting\n");
        assertThat(orrery.type("flow", "ls", "-o", "name").ends(0).out()).contains("greet\n");
        assertThat(orrery.type("flow", "ls").ends(0).out()).contains("FLOW", "greet ");
        assertThat(orrery.type("deployment", "inspect", "greet/daily").ends(0).out())
                .contains("every 1d", "{\"name\":\"world\"}");
        var json = orrery.type("deployment", "inspect", "greet/daily", "-o", "json").ends(0).out();
        assertThat(Json.object(json).at("/document/parameters/name").asText()).isEqualTo("world");
        assertThat(orrery.type("deployment", "inspect", "greet/daily", "-o=yaml").ends(0).out())
                .contains("\n  parameters:\n    name: world\n");
        orrery.type("deployment", "ls", "-o", "xml").ends(2).says("xml");
    }

    @Test
    void an_id_is_known_by_its_beginning_where_only_one_begins_so() throws InterruptedException {
        var id = http.get("/v1/deployments/greet/daily").id();
        orrery.type("deployment", "inspect", id.substring(0, 8), "-o", "name")
                .ends(0)
                .prints("greet/daily\n");
        var day = LocalDate.now(ZoneOffset.UTC).plusYears(1);
        var at = "--at=" + day + "T08:00+01:00";
        var first = requested("deployment", "run", "greet/daily", at, "--name", "my first");
        var second = requested("deployment", "run", "greet/daily", "--in", "36h");
        // Runs of one minute begin alike.
        orrery.type("run", "inspect", first.substring(0, 6))
                .ends(2)
                .says("Several runs begin with '" + first.substring(0, 6) + "':")
                .says(second);
        orrery.type("run", "inspect", "0000").ends(3).says("There is no run '0000'");
        orrery.type("run", "inspect", "my first", "-o", "name").ends(0).prints(first + "\n");
        var inspected = orrery.type("run", "inspect", first.substring(0, 18)).ends(0).out();
        assertThat(inspected).contains(first, "Scheduled", day.toString());
        assertThat(http.get("/v1/runs/" + first).at("/scheduledFor")).startsWith(day + "T07:00:00");
        orrery.type("run", "cancel", second, "-o", "name").ends(0).prints(second + "\n");
        orrery.type("run", "cancel", second).ends(5).says("RUN_ENDED");
        orrery.type("deployment", "run", "greet/daily", "--in", "1h", "--at", "2099-01-01T08:00")
                .ends(2)
                .says("--at and --in");
    }

    @Test
    void a_run_is_followed_while_it_goes_on(@TempDir Path folder) throws Exception {
        var file = folder.resolve("go");
        var id = requested("deployment", "run", "greet/waiting", "-p", "file=" + file);
        var logs = orrery.start("run", "logs", id, "-f");
        var watch = orrery.start("run", "watch", id);
        var events = orrery.start("events", "tail", id, "-f");
        logs.awaitPrinted("begun\n");
        watch.awaitPrinted("begun\n");
        events.awaitPrinted("RunStarted");
        Files.createFile(file);
        logs.ended().ends(0).prints("begun\ndone\n");
        watch.ended().ends(0).prints("begun\ndone\n").says("Completed");
        assertThat(events.awaitPrinted("RunCompleted").stop().out())
                .contains("RunRequested", "RunLeased");

        assertThat(orrery.type("events", "tail", id, "-n", "1").ends(0).out())
                .contains("RunCompleted")
                .hasLineCount(1);
        assertThat(orrery.type("run", "inspect", id).ends(0).out())
                .contains("greet/waiting", "Completed", "TIME", "STATE");
        orrery.type("run", "ls", "-d=greet/waiting", "-o", "name").ends(0).prints(id + "\n");
        orrery.type("run", "cancel", id).ends(5).says("RUN_ENDED");
        orrery.type("events", "tail", "greet/no").ends(3).prints("");
    }

    @Test
    void everything_that_happens_is_told_as_it_comes() throws InterruptedException {
        var all = orrery.start("events", "tail", "-f", "-n", "1", "-o", "name");
        all.awaitPrinted(":");
        var id = requested("deployment", "run", "greet/daily", "--in", "36h");
        var requested = http.all("/v1/events?subject=" + id).getFirst().path("id").asText();
        all.awaitPrinted("\n" + requested + "\n");
        orrery.type("run", "cancel", id).ends(0);
        var cancelled = http.all("/v1/events?subject=" + id).getLast().path("id").asText();
        // Both are on the partition of the deployment, and so in their order.
        var told = all.awaitPrinted("\n" + cancelled + "\n").stop().out().lines().toList();
        assertThat(told).doesNotHaveDuplicates().containsSubsequence(requested, cancelled);

        assertThat(orrery.type("events", "tail", "--after", requested, "-o=name").ends(0).out())
                .contains("\n" + cancelled + "\n")
                .doesNotContain("\n" + requested + "\n");
        assertThat(orrery.type("events", "tail", "--type=RunCancelled", "-n", "200").ends(0).out())
                .contains("RunCancelled", id)
                .doesNotContain("RunRequested");
        orrery.type("events", "tail", "--after", "first").ends(2).says("(INVALID_REQUEST, after)");
        orrery.type("events", "tail", "--type", "RunDreamt").ends(2).says("RunCompleted");
        orrery.type("events", "tail", "--after", "0:1", "-n", "3").ends(2).says("--lines");
    }

    @Test
    void python_and_java_are_executed_here_and_now() throws InterruptedException {
        orrery.type("deployment", "create", "flow.py").ends(0);
        orrery.type("deployment", "create", "HelloFlow.java").ends(0);
        for (var name : new String[] {"python", "java"}) {
            orrery.type("deployment", "execute", "hello/" + name, "-p", "name=hier")
                    .ends(0)
                    .prints("Hello hier!\n")
                    .says("Completed");
            var run = http.all("/v1/runs?deployment=hello/" + name);
            assertThat(run).hasSize(1);
            assertThat(run.getFirst().at("/cause/kind").asText()).isEqualTo("REPORTED");
            assertThat(http.printed(run.getFirst().path("id").asText()))
                    .containsExactly("Hello hier!");
        }
        orrery.type("deployment", "execute", "hello/python", "-p", "name=nobody")
                .ends(1)
                .says("ValueError: there is nobody");
    }

    @Test
    void what_happens_has_its_exit_code() throws InterruptedException {
        orrery.type("deployment", "run", "greet/failing", "--watch").ends(1).says("exit code 3");
        orrery.type("deployment", "create").ends(2).says("Say what to deploy");
        orrery.type("run", "inspect", "no-such-run").ends(3).prints("");
        var waiting = requested("deployment", "run", "greet/waiting", "-p", "file=none");
        orrery.type("run", "watch", waiting, "--timeout", "0s").ends(6);
        orrery.type("run", "cancel", waiting).ends(0);
        orrery.at("http://127.0.0.1:1").type("doctor").ends(7);
    }

    @Test
    void what_is_long_is_cut_on_a_terminal_and_nowhere_else() throws InterruptedException {
        var name = "a-name-that-nobody-would-type-twice-and-somebody-did";
        orrery.type("deployment", "create", "--flow=wide", "--name", name, "--command", "true")
                .ends(0);
        var piped = orrery.type("deployment", "ls", "--flow=wide").ends(0).out();
        assertThat(piped).contains("wide/" + name + " ", " active\n");
        var shown = orrery.typeOn(60, "deployment", "ls", "--flow=wide").ends(0).out();
        assertThat(shown).contains("wide/a-name-", "…  ", " active").doesNotContain(name);
        assertThat(shown.lines().filter(line -> line.contains("wide/")))
                .allMatch(line -> line.strip().length() <= 60);
    }

    @Test
    void there_are_more_runs_only_where_there_are() throws InterruptedException {
        orrery.type("deployment", "create", "--flow=more", "--name=one", "--command", "true")
                .ends(0);
        var id = requested("deployment", "run", "more/one", "--in", "36h");
        var ls = new String[] {"run", "ls", "-d=more/one", "--limit=1", "-o=name"};
        assertThat(orrery.type(ls).ends(0).prints(id + "\n").err()).isEmpty();
        var other = requested("deployment", "run", "more/one", "--in", "36h");
        orrery.type(ls).ends(0).prints(other + "\n").says("There are more;");
        orrery.type("run", "cancel", id).ends(0);
        // The cancelled one is looked at and left out.
        var scheduled =
                new String[] {
                    "run", "ls", "-d=more/one", "--state=scheduled", "--limit=1", "-o=name"
                };
        assertThat(orrery.type(scheduled).ends(0).prints(other + "\n").err()).isEmpty();
    }

    @Test
    void help_is_asked_for_in_either_way() throws InterruptedException {
        for (var words :
                List.of(
                        new String[] {},
                        new String[] {"run"},
                        new String[] {"run", "ls"},
                        new String[] {"events", "tail"},
                        new String[] {"replay"},
                        new String[] {"up"})) {
            var after = Arrays.copyOf(words, words.length + 1);
            after[words.length] = "--help";
            var before = new ArrayList<>(List.of("help"));
            before.addAll(List.of(words));
            var asked = orrery.type(before.toArray(String[]::new)).ends(0).out();
            assertThat(asked).contains("Usage: orrery").isEqualTo(orrery.type(after).ends(0).out());
        }
        assertThat(orrery.type("help").ends(0).out()).contains("\n  help ");
        orrery.type("help", "frob").ends(2).says("frob");
        orrery.type("help", "run", "frob").ends(2).says("frob");
    }

    @Test
    void the_doctor_finds_nothing_wrong() throws InterruptedException {
        assertThat(orrery.type("doctor").ends(0).out())
                .contains("ready      ok", "clock      ok", "version    ok", "python3    ok")
                .containsPattern("artifacts  ok +[\\d,]+ KiB of pushed code\n");
    }

    /** The id of the run that a command asked for. */
    private String requested(String... words) throws InterruptedException {
        var all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "-o=json";
        return Json.object(orrery.type(all).ends(0).out()).get("id").asText();
    }
}
