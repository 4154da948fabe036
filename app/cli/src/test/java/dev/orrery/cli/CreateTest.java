package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files and flags to the server. */
class CreateTest {

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void start() {
        shell = Shell.in(folder, server);
        server.on("GET /v1/server", 200, "{\"limits\": {\"artifactBytesMax\": 200}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_yaml_file_makes_several() throws IOException {
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                defaults:
                  flow: greet
                  environment: {LOG: debug}
                  parameters: {z: 1, name: world}
                deployments:
                  - name: daily
                    entrypoint: {kind: command, command: [echo, "{{name}}"]}
                    environment: {HOME_OF: "${WHO:-nobody}"}
                    schedules: [{interval: 1d}, {cron: 0 8 * * *, name: morning}]
                  - name: other
                    entrypoint: {kind: command, command: [sh, -c, 'echo $${HOME}']}
                    parameters: {name: no}
                    timeoutSeconds: ${SECONDS_MAX:-30}
                """);
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        server.on(
                "PUT /v1/deployments/greet/other",
                200,
                "{\"effect\": \"changed\", \"changed\": [\"parameters\", \"tags\"]}");

        shell.type("deployment", "create", "orrery.yaml")
                .ends(0)
                .prints(
                        """
                        Loading deployments from yaml file at 'orrery.yaml'...
                        Created deployment 'daily' for flow 'greet'
                        Updated deployment 'other' for flow 'greet': parameters, tags
                        """);

        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .isEqualTo(
                        "{\"parameters\":{\"name\":\"world\",\"z\":1},"
                            + "\"environment\":{\"HOME_OF\":\"nobody\",\"LOG\":\"debug\"},"
                            + "\"entrypoint\":{\"kind\":\"command\",\"command\":[\"echo\",\"{{name}}\"]},"
                            + "\"schedules\":[{\"name\":\"schedule\",\"interval\":{\"seconds\":86400}},{\"name\":\"morning\",\"cron\":{\"expression\":\"0"
                            + " 8 * * *\"}}]}");
        assertThat(server.last("PUT /v1/deployments/greet/other").body())
                .contains("\"timeoutSeconds\":30", "echo ${HOME}", "\"name\":\"no\"");
    }

    @Test
    void a_time_zone_beside_a_rule_is_one_in_it() throws IOException {
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - flow: greet
                    name: daily
                    entrypoint: {kind: command, command: [x]}
                    schedules:
                      - {cron: 0 8 * * *, timezone: Europe/Berlin}
                      - {cron: {expression: 0 9 * * *}, timezone: Asia/Tokyo}
                      - {rrule: FREQ=DAILY, timezone: Europe/Berlin}
                      - {interval: 1d, timezone: Europe/Berlin}
                """);
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        shell.type("deployment", "create", "orrery.yaml").ends(0);
        var beside = server.last("PUT /v1/deployments/greet/daily").body();
        assertThat(beside)
                .contains(
                        "{\"expression\":\"0 8 * * *\",\"timezone\":\"Europe/Berlin\"}",
                        "{\"expression\":\"0 9 * * *\",\"timezone\":\"Asia/Tokyo\"}",
                        "{\"rule\":\"FREQ=DAILY\",\"timezone\":\"Europe/Berlin\"}",
                        "{\"seconds\":86400,\"timezone\":\"Europe/Berlin\"}");
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - flow: greet
                    name: daily
                    entrypoint: {kind: command, command: [x]}
                    schedules:
                      - cron: {expression: 0 8 * * *, timezone: Europe/Berlin}
                      - cron: {expression: 0 9 * * *, timezone: Asia/Tokyo}
                      - rrule: {rule: FREQ=DAILY, timezone: Europe/Berlin}
                      - interval: {seconds: 86400, timezone: Europe/Berlin}
                """);
        shell.type("deployment", "create", "orrery.yaml").ends(0);
        assertThat(server.last("PUT /v1/deployments/greet/daily").body()).isEqualTo(beside);
    }

    @Test
    void nothing_is_created_when_one_is_wrong() throws IOException {
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - {flow: a, name: b, entrypoint: {kind: command, command: [x]}}
                  - {flow: a, name: b, entrypoint: {kind: command, command: [x]}}
                """);
        shell.type("deployment", "create", "orrery.yaml")
                .ends(2)
                .says("orrery.yaml:3: There is another deployment 'b' for flow 'a', at")
                .says("orrery.yaml:2.");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void flags_make_one_of_a_command() {
        server.on("PUT /v1/deployments/disk/often", 200, "{\"effect\": \"unchanged\"}");

        shell.type(
                        "deployment",
                        "create",
                        "--flow",
                        "disk",
                        "--name",
                        "often",
                        "--cron",
                        "0 8 * * *",
                        "--interval",
                        "1d",
                        "--timezone",
                        "Europe/Berlin",
                        "-e",
                        "A=b",
                        "--tag",
                        "x",
                        "--version",
                        "1.2",
                        "--command",
                        "df",
                        "-k",
                        ".")
                .ends(0)
                .prints("Unchanged deployment 'often' for flow 'disk'\n");

        assertThat(server.last("PUT /v1/deployments/disk/often").body())
                .isEqualTo(
                        "{\"entrypoint\":{\"kind\":\"command\",\"command\":[\"df\",\"-k\",\".\"]},"
                            + "\"version\":\"1.2\",\"tags\":[\"x\"],\"environment\":{\"A\":\"b\"},\"schedules\":[{\"name\":\"schedule\",\"cron\":{\"expression\":\"0"
                            + " 8 * *"
                            + " *\",\"timezone\":\"Europe/Berlin\"}},{\"name\":\"schedule-2\",\"interval\":"
                            + "{\"seconds\":86400,\"timezone\":\"Europe/Berlin\"}}]}");
    }

    @Test
    void a_refusal_names_the_line_and_leaves_nothing() throws IOException {
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - {flow: a, name: fine, entrypoint: {kind: command, command: [x]}}
                  - {flow: a, name: bad, entrypoint: {kind: command, command: [x]}, pool: gpu}
                """);
        server.on("PUT /v1/deployments/a/fine?dryRun=true", 200, "{\"effect\": \"created\"}");
        server.problem("PUT /v1/deployments/a/bad", 422, "POOL_UNKNOWN", "There is no pool.");

        for (var words : new String[] {"deployment create orrery.yaml", "%s --dry-run"}) {
            var typed =
                    shell.type(words.formatted("deployment create orrery.yaml").split(" ")).ends(2);
            assertThat(typed.err())
                    .isEqualTo(
                            "orrery: orrery.yaml:3: deployment 'bad' for flow 'a': There is no"
                                    + " pool. (POOL_UNKNOWN)\n");
        }
        assertThat(server.asked())
                .containsExactly(
                        "PUT /v1/deployments/a/fine",
                        "PUT /v1/deployments/a/bad",
                        "PUT /v1/deployments/a/fine",
                        "PUT /v1/deployments/a/bad");
    }

    @Test
    void an_input_that_is_too_large_is_refused() throws IOException {
        Files.writeString(folder.resolve("orrery.yaml"), "#" + "x".repeat(4 << 20));
        shell.type("deployment", "create", "orrery.yaml")
                .ends(2)
                .says("The file orrery.yaml has more than 4,194,304 bytes");
    }

    @Test
    void a_flow_that_prints_without_end_while_it_is_loaded_is_shown_by_its_end()
            throws IOException {
        CreatePackagedTest.code(folder);
        var kit = kit().resolve("flows/python/orrery/load.py");
        var load = Files.readString(kit);
        Files.writeString(kit, "for i in range(200_000): print('line', i)\n" + load);
        server.on("PUT /v1/deployments/greet/hourly", 201, "{\"effect\": \"created\"}");
        var words = "deployment create flow.py:greet --name hourly --no-push";
        var python =
                shell.with("PATH", String.valueOf(System.getenv("PATH")))
                        .at(folder.resolve(".orrery/home"));
        var typed = python.type(words.split(" ")).ends(0).says("line 199999");
        assertThat(typed.err()).hasSizeLessThan(5_000);
        python.with("ORRERY_LOAD_SECONDS", "abc")
                .type(words.split(" "))
                .ends(2)
                .says("ORRERY_LOAD_SECONDS is a number of seconds");
    }

    @Test
    void what_a_kit_loaded_is_applied() throws IOException {
        CreatePackagedTest.code(folder);
        Files.writeString(
                folder.resolve("loaded.json"),
                """
                {"flows": [], "deployments": [{"flow": "greet", "name": "daily",
                  "root": "%s", "push": false, "storage": {"kind": "s3", "bucket": "b"},
                  "document": {"entrypoint":
                    {"kind": "python", "path": "flow.py", "function": "greet"}},
                  "source": {"file": "x.py", "line": 7}}], "error": null}\
                """
                        .formatted(folder));
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        shell.type("deployment", "apply-loaded", "loaded.json")
                .ends(0)
                .prints("Created deployment 'daily' for flow 'greet'\n");
        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .contains("\"code\":{\"kind\":\"s3\",\"bucket\":\"b\"}");
    }

    @Test
    void the_users_own_error_is_shown_with_its_place() throws IOException {
        Files.writeString(
                folder.resolve("loaded.json"),
                """
                {"flows": [], "deployments": [], "error": {"message": "It raised.",
                  "file": "/a/x.py", "line": 7, "traceback": "Traceback:\\n  boom"}}\
                """);
        var typed = shell.type("deployment", "apply-loaded", "loaded.json").ends(2);
        assertThat(typed.err()).isEqualTo("orrery: /a/x.py:7: It raised.\nTraceback:\n  boom\n");
    }

    @Test
    void a_python_script_is_loaded_by_a_process_of_its_own() throws IOException {
        CreatePackagedTest.code(folder);
        var home = kit();
        server.on("PUT /v1/deployments/greet/hourly", 201, "{\"effect\": \"created\"}");
        var typed =
                shell.with("PATH", String.valueOf(System.getenv("PATH")))
                        .at(home)
                        .type(
                                "deployment",
                                "create",
                                "flow.py:greet",
                                "--name",
                                "hourly",
                                "--no-push",
                                "--interval",
                                "1h");
        typed.ends(0)
                .prints(
                        """
                        Loading deployments from python script at 'flow.py'...
                        Created deployment 'hourly' for flow 'greet'
                        """);
        assertThat(server.last("PUT /v1/deployments/greet/hourly").body())
                .contains("\"path\":\"flow.py\",\"function\":\"greet\"")
                .contains("\"parameterSchema\":{\"type\":\"object\"}");
    }

    @Test
    void a_yaml_file_leaves_to_the_code_what_the_code_says() throws IOException {
        CreatePackagedTest.code(folder);
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        shell.with("PATH", String.valueOf(System.getenv("PATH")))
                .at(kit())
                .type("deployment", "create", "orrery.yaml", "--no-push")
                .ends(0);
        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .contains("\"parameterSchema\":{\"type\":\"object\"}")
                .contains("\"description\":\"Greets.\"")
                .doesNotContain("mainClass");
    }

    @Test
    void what_can_not_be_loaded_is_usage() {
        shell.type("deployment", "create", "absent.py").ends(2).says("no file 'absent.py'");
        shell.type("deployment", "create").ends(2).says("what to deploy");
        shell.type(
                        "deployment create --flow f --name n --retries 0 --retry-delay 1m --command x"
                                .split(" "))
                .ends(2)
                .says("--retry-delay is of a retry, and --retries 0 says that none is.");
        shell.type("deployment", "create", "--command", "x").ends(2).says("--flow and --name");
    }

    /** Stands in for the kit of Python, and so for the user's Python packages. */
    private Path kit() throws IOException {
        var home = Files.createDirectories(folder.resolve(".orrery/home"));
        var kit = Files.createDirectories(home.resolve("flows/python/orrery"));
        Files.writeString(kit.resolve("__init__.py"), "");
        Files.writeString(
                kit.resolve("load.py"),
                """
                import json, sys
                out, file = sys.argv[2], sys.argv[3]
                json.dump({"flows": [{"flow": "greet", "function": "greet", "file": file,
                  "line": 1, "parameterSchema": {"type": "object"}, "description": "Greets."}],
                  "deployments": [], "error": None}, open(out, "w"))
                """);
        return home;
    }
}
