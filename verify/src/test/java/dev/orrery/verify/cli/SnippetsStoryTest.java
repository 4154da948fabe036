package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people wrote for Prefect, letter by letter, with a live server and its runner. What needs a
 * store is in {@code verify/s3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnippetsStoryTest {

    private static final String FIXTURES = "flows/src/test/python/fixtures/";
    private static final String LOADING =
            "Loading deployments from python script at 'flow.py'...\n";
    private static final String DAILY = "deployment 'hello-world-daily' for flow 'hello-world'";

    private Server server;
    private Launcher shell;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) {
        Launcher.installHere();
        server = Server.start(data);
        shell = new Launcher(folder, server.endpoints().api());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_first_is_created_known_again_changed_and_run_without_its_folder() throws Exception {
        var there = shell.in(Files.createDirectory(shell.folder().resolve("there")));
        there.write("flow.py", fixture("flow.py"));
        there.type("deployment", "create", "flow.py")
                .ends(0)
                .prints(LOADING + "Created " + DAILY + "\n");
        there.type("deployment", "create", "flow.py")
                .ends(0)
                .prints(LOADING + "Unchanged " + DAILY + "\n");

        var apart = shell.in(Files.createDirectory(shell.folder().resolve("apart")));
        var location = fixture("location.py");
        apart.write("spec.py", location.replace("/path/to", there.folder().toString()));
        apart.type("deployment", "create", "spec.py")
                .ends(0)
                .prints(
                        "Loading deployments from python script at 'spec.py'...\nUnchanged "
                                + DAILY
                                + "\n");
        apart.write("spec.py", location.replace("/path/to", "../there"));
        assertThat(apart.type("deployment", "create", "spec.py").ends(0).out())
                .endsWith("Unchanged " + DAILY + "\n");

        there.write("flow.py", fixture("flow.py").replace("Hello {name}", "Hello {name.title()}"));
        there.type("deployment", "create", "flow.py")
                .ends(0)
                .prints(LOADING + "Updated " + DAILY + ": code\n");
        there.write("flow.py", fixture("flow.py"));
        there.type("deployment", "create", "flow.py", "-p", "name=moon")
                .ends(0)
                .prints(LOADING + "Updated " + DAILY + ": code, parameters\n");
        there.type("deployment", "create", "flow.py").ends(0);

        Files.delete(there.folder().resolve("flow.py"));
        Files.delete(there.folder());
        shell.type("deployment", "run", "hello-world/hello-world-daily", "--watch")
                .ends(0)
                .prints("Hello world!\n")
                .says("Completed");
        shell.type("deployment", "run", "hello-world-daily", "--watch", "--param", "name=Ada")
                .ends(0)
                .prints("Hello Ada!\n");
    }

    @Test
    void a_project_of_a_later_prefect_applies_itself_and_is_run_as_it_stands() throws Exception {
        var project = shell.in(Files.createDirectory(shell.folder().resolve("etl")));
        for (var file : List.of("deployment.py", "flows/etl.py", "flows/common.py")) {
            project.write(file, fixture("etl/" + file));
        }
        var title = "deployment 'nightly' for flow 'ETL Pipeline'\n";

        project.python("deployment.py").ended().ends(0).prints("Created " + title);
        assertThat(project.type("deployment", "create", "deployment.py").ends(0).out())
                .endsWith("Unchanged " + title);

        var outside = shell.in(Files.createDirectory(shell.folder().resolve("outside")));
        outside.type("deployment", "run", "ETL Pipeline/nightly", "--watch")
                .ends(0)
                .prints(
                        """
                        transforming orders
                        transforming users
                        transforming visits
                        loaded 45
                        """)
                .says("flaky source")
                .says("Loading 3 items");
        assertThat(project.python("-m", "flows.etl").ended().ends(0).out()).endsWith("loaded 27\n");
    }

    private static String fixture(String file) throws IOException {
        return Files.readString(Launcher.source(FIXTURES + file));
    }
}
