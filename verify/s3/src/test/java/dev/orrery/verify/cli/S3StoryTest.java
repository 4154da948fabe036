package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.s3.Store;
import dev.orrery.verify.s3.StoreServer;
import dev.orrery.verify.server.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Code that is brought to S3 by who creates a deployment, and fetched by who executes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3StoryTest {

    private static final String FIXTURES = "flows/src/test/python/fixtures/healthcheck/";
    private static final String HEALTH = "deployment 'healthcheck' for flow 'healthcheck'\n";

    private StoreServer server;
    private Store store;
    private Launcher shell;

    @BeforeAll
    void start(@TempDir Path kept, @TempDir Path data, @TempDir Path folder) throws IOException {
        server = StoreServer.start(data, kept);
        store = server.store();
        shell = new Launcher(folder, server.api(), server.variables());
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        server.close();
    }

    @Test
    void what_was_written_for_prefect_uploads_its_code_and_is_run_from_there() throws Exception {
        var project = project("project");

        project.python("deploy.py")
                .ended()
                .ends(0)
                .prints("Created " + HEALTH)
                .says("Uploaded 2 files, ")
                .says(" to s3://bucket/prefix/");
        project.type("deployment", "create", "deploy.py")
                .ends(0)
                .prints(
                        "Loading deployments from python script at 'deploy.py'...\nUnchanged "
                                + HEALTH);

        var inspected = project.type("deployment", "inspect", "healthcheck", "-o", "json").ends(0);
        var document = Json.object(inspected.out()).get("document");
        assertThat(document.at("/code/kind").asText()).isEqualTo("s3");
        assertThat(document.at("/code/bucket").asText()).isEqualTo("bucket");
        assertThat(document.at("/code/prefix").asText()).isEqualTo("prefix");
        assertThat(document.get("environment"))
                .isEqualTo(Json.object().put("PREFECT_LOGGING_LEVEL", "DEBUG"));
        assertThat(document.at("/entrypoint/function").asText()).isEqualTo("healthcheck");

        Files.delete(project.folder().resolve("flows/healthcheck.py"));
        shell.type("deployment", "run", "healthcheck", "--watch").ends(0).prints("healthy\n");
        assertThat(store.get("bucket", "prefix/flows/healthcheck.py"))
                .isEqualTo(Files.readString(Launcher.source(FIXTURES + "flows/healthcheck.py")));
    }

    @Test
    void the_rules_of_what_is_left_out_are_those_of_pushing() throws Exception {
        var project = project("ignoring");
        project.write("deploy.py", deploy("bucket_path='bucket/ignoring'"));
        project.write(".orreryignore", "*.csv\n.orreryignore\n");
        project.write("data/big.csv", "1\n");
        project.write("data/small.txt", "1\n");

        project.type("deployment", "create", "deploy.py", "--dry-run")
                .ends(0)
                .prints(
                        """
                        Loading deployments from python script at 'deploy.py'...
                        Would put deployment 'stored' for flow 'healthcheck'
                            2  data/small.txt
                          269  deploy.py
                           73  flows/healthcheck.py
                          3 files, 344 bytes, to s3://bucket/ignoring/
                        """);
        assertThat(store.keys("bucket")).noneMatch(key -> key.startsWith("ignoring/"));

        project.type("deployment", "create", "deploy.py").ends(0);
        assertThat(store.keys("bucket"))
                .filteredOn(key -> key.startsWith("ignoring/"))
                .containsExactlyInAnyOrder(
                        "ignoring/data/small.txt",
                        "ignoring/deploy.py",
                        "ignoring/flows/healthcheck.py");
    }

    @Test
    void keys_of_the_code_are_used_and_written_nowhere() throws Exception {
        var project = project("keys").without("AWS_ACCESS_KEY_ID").without("AWS_SECRET_ACCESS_KEY");
        var storage = "bucket_path='bucket/keys'";

        project.write("deploy.py", deploy(storage));
        project.python("deploy.py")
                .ended()
                .ends(1)
                .says("There are no credentials for s3://bucket/keys/: set AWS_ACCESS_KEY_ID")
                .says("skip_upload=True")
                .says("LaunchError: The deployment 'stored' was not applied");
        project.type("deployment", "create", "deploy.py").ends(1).says("deploy.py:5: There are no");
        assertThat(store.keys("bucket")).noneMatch(key -> key.startsWith("keys/"));

        storage += ", aws_access_key_id='me', aws_secret_access_key='hush'";
        project.write("deploy.py", deploy(storage));
        var said = project.python("deploy.py").ended().ends(0).says(" to s3://bucket/keys/");
        assertThat(said.out() + said.err()).doesNotContain("hush");
        assertThat(store.keys("bucket")).contains("keys/deploy.py");
        var inspected = project.type("deployment", "inspect", "stored", "-o", "json").ends(0).out();
        assertThat(Json.object(inspected).at("/document/code/prefix").asText()).isEqualTo("keys");
        assertThat(inspected).doesNotContain("hush");
    }

    @Test
    void code_that_is_there_already_is_left_as_it_is() throws Exception {
        var project = project("there").without("AWS_ACCESS_KEY_ID");
        project.write("deploy.py", deploy("bucket_path='bucket/there'), skip_upload=(True"));
        project.write(
                "orrery.yaml",
                """
                deployments:
                  - name: by-yaml
                    entrypoint: flows/healthcheck.py:healthcheck
                    push: false
                    storage: {kind: s3, bucket: bucket, prefix: there}
                """);
        project.type("deployment", "create", "deploy.py").ends(0);
        project.type("deployment", "create", "orrery.yaml").ends(0);
        assertThat(store.keys("bucket")).noneMatch(key -> key.startsWith("there/"));

        var all = shell.in(project.folder());
        all.type("deployment", "run", "by-yaml", "--watch")
                .ends(1)
                .says("There is no code in s3://bucket/there/.");
        var yaml = Files.readString(project.folder().resolve("orrery.yaml"));
        project.write("orrery.yaml", yaml.replace("push: false", "push: true"));
        all.type("deployment", "create", "orrery.yaml").ends(0).says("to s3://bucket/there/");
        all.type("deployment", "run", "by-yaml", "--watch").ends(0).prints("healthy\n");
    }

    private static String deploy(String storage) {
        return """
        from flows.healthcheck import healthcheck
        from prefect.deployments import Deployment
        from prefect.filesystems import S3

        d = Deployment.build_from_flow(flow=healthcheck, name="stored", storage=S3(%s))
        if __name__ == "__main__":
            d.apply()
        """
                .formatted(storage);
    }

    private Launcher project(String name) throws IOException {
        var project = shell.in(Files.createDirectory(shell.folder().resolve(name)));
        for (var file : new String[] {"deployment.py", "flows/healthcheck.py"}) {
            project.write(
                    file.replace("deployment", "deploy"),
                    Files.readString(Launcher.source(FIXTURES + file)));
        }
        return project;
    }
}
