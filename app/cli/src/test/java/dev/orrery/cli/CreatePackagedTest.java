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

/** What code a deployment takes with it, and where to. */
class CreatePackagedTest {

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
    void a_dry_run_lists_each_file_also_without_a_server() throws IOException {
        code(folder);

        var dry =
                shell.with("ORRERY_API_URL", "http://127.0.0.1:1")
                        .type("deployment", "create", "orrery.yaml", "--dry-run")
                        .ends(0)
                        .says("No server answers at http://127.0.0.1:1, so its own rules");

        assertThat(dry.out().replaceAll("artifact [0-9a-f]{64}", "artifact ID"))
                .isEqualTo(
                        """
                        Loading deployments from yaml file at 'orrery.yaml'...
                        Would put deployment 'daily' for flow 'greet'
                            6  .orreryignore
                           11  conf/app.toml
                           16  flow.py
                          141  orrery.yaml
                          4 files, 174 bytes, artifact ID
                        """);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void a_dry_run_needs_no_server_and_says_what_it_goes_by() throws IOException {
        code(folder);
        Files.writeString(folder.resolve("more"), "x".repeat(100));
        shell.type("deployment", "create", "orrery.yaml", "--dry-run")
                .ends(2)
                .says("It has more than 200 bytes, the most that can be pushed");

        shell.with("ORRERY_API_URL", "http://127.0.0.1:1")
                .type("deployment", "create", "orrery.yaml", "--dry-run")
                .ends(0)
                .says(
                        "No server at http://127.0.0.1:1 says how much it takes; 16,777,216 bytes"
                                + " are usual.");
        shell.with("ORRERY_API_URL", "http://127.0.0.1:1")
                .type("deployment", "create", "orrery.yaml")
                .ends(7);
    }

    @Test
    void a_server_that_takes_more_gets_more() throws IOException {
        code(folder);
        Files.write(folder.resolve("more"), new byte[17 << 20]);
        shell.type("deployment", "create", "orrery.yaml").ends(2).says("more than 200 bytes");
        assertThat(server.asked()).containsExactly("GET /v1/server");
        server.on("GET /v1/server", 200, "{\"limits\": {\"artifactBytesMax\": 20000000}}");
        server.on("PUT /v1/deployments/greet/daily", 200, "{\"effect\": \"created\"}");
        assertThat(shell.type("deployment", "create", "orrery.yaml", "--dry-run").ends(0).out())
                .contains("17825792  more");
    }

    @Test
    void code_is_pushed_once() throws IOException {
        code(folder);
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        var dry = shell.type("deployment", "create", "orrery.yaml", "--dry-run", "-o", "json");
        var id = dry.ends(0).out().replaceAll("(?s).*\"artifact\" : \"([0-9a-f]{64})\".*", "$1");
        server.on("PUT /v1/artifacts/" + id, 201, "{}");

        shell.type("deployment", "create", "orrery.yaml").ends(0).says("Pushed 4 files");
        server.on("HEAD /v1/artifacts/" + id, 200, "");
        shell.type("deployment", "create", "orrery.yaml").ends(0);

        assertThat(server.asked())
                .containsExactly(
                        "GET /v1/server",
                        "PUT /v1/deployments/greet/daily",
                        "GET /v1/server",
                        "PUT /v1/deployments/greet/daily",
                        "HEAD /v1/artifacts/" + id,
                        "PUT /v1/artifacts/" + id,
                        "PUT /v1/deployments/greet/daily",
                        "GET /v1/server",
                        "PUT /v1/deployments/greet/daily",
                        "HEAD /v1/artifacts/" + id,
                        "PUT /v1/deployments/greet/daily");
        assertThat(server.last("PUT /v1/artifacts/" + id).headers())
                .containsEntry("Content-Type", "application/gzip");
        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .contains("\"code\":{\"kind\":\"pushed\",\"artifact\":\"" + id + "\"}")
                .doesNotContain("\"path\":\"/");
    }

    @Test
    void a_flow_whose_file_is_left_out_is_refused() throws IOException {
        code(folder);
        Files.writeString(folder.resolve(".orreryignore"), "flow.py\n");
        shell.type("deployment", "create", "orrery.yaml")
                .ends(2)
                .says("orrery.yaml:2: The file flow.py of the deployment 'daily'")
                .says(".orreryignore leaves it out");
        assertThat(server.asked()).containsExactly("GET /v1/server");
    }

    @Test
    void one_file_is_a_file() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("tools")).resolve("df.sh"), "df");
        var words = "deployment create --flow f --name n --path tools -o json%s --command sh df.sh";
        server.on("PUT /v1/deployments/f/n", 201, "{\"effect\": \"created\"}");
        var dry = shell.type(words.formatted(" --dry-run").split(" ")).ends(0).out();
        var id = dry.replaceAll("(?s).*\"artifact\" : \"([0-9a-f]{64})\".*", "$1");
        server.on("PUT /v1/artifacts/" + id, 201, "{}");

        shell.type(words.formatted("").split(" ")).ends(0).says("Pushed 1 file, 2 bytes, of ");
    }

    @Test
    void code_that_stays_has_a_host() throws IOException {
        code(folder);
        server.on("PUT /v1/deployments/greet/daily", 201, "{\"effect\": \"created\"}");
        shell.type("deployment", "create", "orrery.yaml", "--no-push").ends(0);
        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .contains("\"code\":{\"kind\":\"host\",\"host\":\"")
                .contains("\"path\":\"" + folder + "\"");
        shell.with("ORRERY_HOST", "atlas")
                .type("deployment", "create", "orrery.yaml", "--no-push")
                .ends(0);
        assertThat(server.last("PUT /v1/deployments/greet/daily").body())
                .contains("\"code\":{\"kind\":\"host\",\"host\":\"atlas\"}");
    }

    /** Some code, with what belongs to it and what does not. */
    static void code(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("__pycache__"));
        Files.writeString(folder.resolve("flow.py"), "def greet(): pass".substring(1));
        Files.writeString(folder.resolve("conf/app.toml"), "level = \"x\"");
        Files.writeString(folder.resolve("__pycache__/flow.pyc"), "no");
        Files.writeString(folder.resolve("big.log"), "no");
        Files.writeString(folder.resolve(".orreryignore"), "*.log\n");
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - flow: greet
                    name: daily
                    entrypoint: flow.py:greet
                    parameters: {who: world}
                    schedules: [{cron: "0 8 * * *"}]
                """);
    }
}
