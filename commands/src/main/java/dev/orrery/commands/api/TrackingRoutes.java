package dev.orrery.commands.api;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** By which a process reports the run that it executes by itself. */
public final class TrackingRoutes {

    /** How much was taken. */
    private record Taken(int lines) {}

    private final Submission submission;
    private final OutputIntake output;
    private final Function<RunId, CompletableFuture<Boolean>> isExecuted;

    /**
     * @param isExecuted whether a runner executes a run, as far as is known
     */
    public TrackingRoutes(
            Submission submission,
            OutputIntake output,
            Function<RunId, CompletableFuture<Boolean>> isExecuted) {
        this.submission = submission;
        this.output = output;
        this.isExecuted = isExecuted;
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var runner = allow.apply(Role.RUNNER);
        routes.put("/v1/runs/{run}", this::track, runner);
        routes.post("/v1/runs/{run}/state", this::change, runner);
        routes.post("/v1/runs/{run}/finish", this::finish, runner);
        routes.post("/v1/runs/{run}/output", this::output, runner);
    }

    private void track(Context http) {
        var body = Bodies.read(http, TrackBody.class);
        Requests.submit(http, submission, body.toCommand(Requests.run(http)));
    }

    private void change(Context http) {
        var body = Bodies.read(http, StateBody.class);
        Requests.submit(http, submission, body.toCommand(Requests.run(http)));
    }

    private void finish(Context http) {
        var body = Bodies.read(http, FinishBody.class);
        Requests.submit(http, submission, body.toCommand(Requests.run(http)));
    }

    /**
     * Takes output of any run that no runner executes: whose fence it is only the processor knows,
     * and lines are liveness and no facts. It shows as that of the first attempt, which is the only
     * one of a run that a process executes by itself.
     */
    private void output(Context http) {
        var _ = Requests.header(http, submission);
        var run = Requests.run(http);
        var body = Bodies.read(http, OutputBody.class);
        var chunks = body.toChunks(run);
        http.future(() ->
                isExecuted
                        .apply(run)
                        .thenCompose(executed -> {
                            if (executed) {
                                throw new ApiProblem(
                                        Refusal.RUN_EXISTS,
                                        "A runner executes this run and tells what it prints; only"
                                                + " a run that its own process reports is told of"
                                                + " here.");
                            }
                            return append(http, chunks);
                        }));
    }

    private CompletableFuture<Context> append(Context http, List<OutputChunk> chunks) {
        int lines = chunks.stream().mapToInt(chunk -> chunk.lines().size()).sum();
        return output.append(chunks)
                .handle((_, failure) -> {
                    if (failure != null) {
                        throw new ApiProblem(
                                Refusal.TIMED_OUT,
                                "The log did not take the output in time; send it again.");
                    }
                    return http.status(HttpStatus.ACCEPTED).json(new Taken(lines));
                });
    }
}
