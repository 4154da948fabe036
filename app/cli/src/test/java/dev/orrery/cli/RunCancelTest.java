package dev.orrery.cli;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a run that somebody cancels. */
class RunCancelTest {

    private static final String ID = "01a202cd-c726-8ef4-be05-5ac4cdae906b";

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void cancel_says_what_became_of_it() {
        server.on("POST /v1/runs/" + ID + "/cancel", 200, "{\"effect\": \"changed\"}");
        server.on("GET /v1/runs/" + ID, 200, "{\"state\": {\"type\": \"CANCELLED\"}}");
        shell.type("run", "cancel", ID).ends(0).prints("Cancelled run " + ID + "\n");
        server.problem("POST /v1/runs/" + ID + "/cancel", 409, "RUN_ENDED", "The run has ended.");
        shell.type("run", "cancel", ID).ends(5).says("The run has ended. (RUN_ENDED)");
    }

    @Test
    void cancel_says_what_is_only_asked_for() {
        server.on("POST /v1/runs/" + ID + "/cancel", 200, "{\"effect\": \"changed\"}");
        server.on("GET /v1/runs/" + ID, 200, "{\"state\": {\"type\": \"CANCELLING\"}}");
        var asked = "Asked run " + ID + " to end; 'orrery run watch' shows when it has\n";
        shell.type("run", "cancel", ID).ends(0).prints(asked);

        server.on("GET /v1/runs/" + ID, 200, "{\"cause\": {\"kind\": \"REPORTED\"}}");
        shell.type("run", "cancel", ID)
                .ends(0)
                .prints("Cancelled run " + ID + "; the process that executes it can't be told\n");

        server.problem("GET /v1/runs/" + ID, 504, "TIMED_OUT", "The views are late");
        shell.type("run", "cancel", ID).ends(0).prints(asked).says("The views are late");

        server.on("POST /v1/runs/" + ID + "/cancel", 200, "{\"effect\": \"unchanged\"}");
        shell.type("run", "cancel", ID).ends(0).prints("Already asked to end: run " + ID + "\n");
    }
}
