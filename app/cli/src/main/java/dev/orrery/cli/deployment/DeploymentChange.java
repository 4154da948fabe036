package dev.orrery.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The three changes that need no more than a name. */
@Command(mixinStandardHelpOptions = true)
public final class DeploymentChange implements Callable<Integer> {

    /** What is done to it. */
    public enum Change {
        PAUSE("POST", "/pause", "Paused", "Already paused"),
        RESUME("POST", "/resume", "Resumed", "Not paused:"),
        /** Whoever deletes what is deleted is refused: it is not there. */
        DELETE("DELETE", "", "Deleted", "Deleted");

        private final String method;
        private final String below;
        private final String done;
        private final String unchanged;

        Change(String method, String below, String done, String unchanged) {
            this.method = method;
            this.below = below;
            this.done = done;
            this.unchanged = unchanged;
        }
    }

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    private final Terminal terminal;
    private final Change change;

    public DeploymentChange(Terminal terminal, Change change) {
        this.terminal = terminal;
        this.change = change;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var deployments = new Deployments(api);
        var answer = deployments.write(change.method, deployment, change.below, null);
        var unchanged = Json.text(answer, "/effect").equals("unchanged");
        var done = unchanged ? change.unchanged : change.done;
        Printer.of(terminal, output)
                .done(done + " deployment '" + deployment + "'", answer, deployment);
        if (change == Change.RESUME) {
            warn(deployments.find(deployment).at("/document/schedules"));
        }
        return ExitCode.OK.number();
    }

    /** To be resumed is not to be switched on, which other tools have in one word. */
    private void warn(JsonNode schedules) {
        var active = schedules.valueStream().anyMatch(each -> each.path("active").asBoolean());
        if (!schedules.isEmpty() && !active) {
            terminal.say(
                    "All of its schedules are switched off in its document; take 'active: false',"
                            + " or 'paused', out of what it is created from and create it again.");
        }
    }
}
