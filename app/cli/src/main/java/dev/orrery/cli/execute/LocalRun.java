package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Problems;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Answer;
import dev.orrery.flows.track.Answer.Kind;
import dev.orrery.flows.track.TrackedRun;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;

/**
 * Tells the server of a run that goes on here, as any flow does that is called by its own program.
 */
record LocalRun(Terminal terminal, TrackedRun run) {

    /**
     * Begins to tell.
     *
     * @param what the deployment, the parameters and where the code is
     * @throws Stop when the server refuses the run
     */
    static LocalRun begin(Terminal terminal, Api api, RunId id, JsonNode what) {
        var journals = terminal.journals();
        try {
            var run =
                    TrackedRun.begin(
                            journals, api.address(), id.value(), kits(what), terminal::say);
            var answer = run.started();
            if (isRefused(answer)) {
                run.forget();
                throw Problems.stop(api, answer);
            }
            return new LocalRun(terminal, run);
        } catch (IOException unwritable) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The journal in "
                            + journals.folder()
                            + " can't be written: "
                            + unwritable.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }

    /** Whoever may not tell of it would run it for nobody. */
    private static boolean isRefused(Answer answer) {
        return answer.kind() == Kind.REFUSED || answer.status() == 401 || answer.status() == 403;
    }

    void printed(OutputLine line) {
        run.printed(line.time(), stream(line.stream()), line.text());
    }

    /** Waits until the server knows all of it, or says that it is journaled. */
    void finish(Outcome outcome) {
        try {
            run.finish(kits(Outcomes.tree(outcome)), Outcomes.finerName(outcome));
        } catch (IOException full) {
            terminal.say("orrery: The journal can't be written: " + full.getMessage());
        }
    }

    /** An object as the kit knows JSON. */
    private static Json.Obj kits(JsonNode object) {
        return (Json.Obj) Json.parse(object.toString());
    }

    private static String stream(OutputLine.Stream stream) {
        return switch (stream) {
            case OUT -> "out";
            // A note of ours about the run; the route knows the two streams of a process.
            case ERR, RUNNER -> "err";
        };
    }
}
