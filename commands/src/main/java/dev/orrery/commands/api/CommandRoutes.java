package dev.orrery.commands.api;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every route that changes something. */
public final class CommandRoutes {

    private final Submission submission;
    private final Predicate<String> isPushed;

    /**
     * @param isPushed whether there is an artifact of this id
     */
    public CommandRoutes(Submission submission, Predicate<String> isPushed) {
        this.submission = submission;
        this.isPushed = isPushed;
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var editor = allow.apply(Role.EDITOR);
        var operator = allow.apply(Role.OPERATOR);
        routes.put("/v1/deployments/{flow}/{name}", this::put, editor);
        for (var deployment : Requests.DEPLOYMENTS) {
            routes.delete(deployment, this::delete, editor);
            routes.post(deployment + "/pause", this::pause, operator);
            routes.post(deployment + "/resume", this::resume, operator);
            routes.post(deployment + "/rollback", this::rollBack, editor);
            routes.post(deployment + "/runs", this::request, operator);
        }
        routes.post("/v1/runs/{run}/cancel", http -> submit(http, CancelRun::new), operator);
        routes.post("/v1/runs/{run}/pause", http -> submit(http, PauseRun::new), operator);
        routes.post("/v1/runs/{run}/resume", http -> submit(http, ResumeRun::new), operator);
        routes.post("/v1/runs/{run}/retry", http -> submit(http, RetryRun::new), operator);
        routes.post("/v1/runs/{run}/rerun", this::rerun, operator);
    }

    private void put(Context http) {
        var document = Bodies.read(http, DeploymentBody.class).toDocument();
        // Who tries it has the code still, and pushes it when all would be taken.
        if (!Requests.isDryRun(http)) {
            requirePushed(document.code());
        }
        var put = new PutDeployment(http.pathParam("flow"), http.pathParam("name"), document);
        Requests.submitOrTry(http, submission, put);
    }

    /** Found out here and not by a run, since pushing comes before deploying. */
    private void requirePushed(@Nullable CodeSource code) {
        if (code instanceof CodeSource.Pushed pushed && !isPushed.test(pushed.artifact())) {
            throw new ApiProblem(
                    Refusal.ARTIFACT_UNKNOWN,
                    "There is no such artifact; push the code first.",
                    "/code/artifact");
        }
    }

    private void delete(Context http) {
        submit(http, new DeleteDeployment(Requests.deployment(http)));
    }

    private void pause(Context http) {
        submit(http, new PauseDeployment(Requests.deployment(http)));
    }

    private void resume(Context http) {
        submit(http, new ResumeDeployment(Requests.deployment(http)));
    }

    private void rollBack(Context http) {
        var revision = Bodies.read(http, RollBackBody.class).revision();
        var number = Fields.required(revision, "/revision");
        submit(http, new RollBackDeployment(Requests.deployment(http), number));
    }

    private void request(Context http) {
        var body = Bodies.readOptional(http, RunBody.class).orElse(RunBody.EMPTY);
        submit(http, body.toCommand(Requests.deployment(http)));
    }

    private void rerun(Context http) {
        var body = Bodies.readOptional(http, RerunBody.class).orElse(RerunBody.EMPTY);
        submit(http, body.toCommand(Requests.run(http)));
    }

    private void submit(Context http, Function<RunId, RunCommand> command) {
        submit(http, command.apply(Requests.run(http)));
    }

    private void submit(Context http, Command command) {
        Requests.submit(http, submission, command);
    }
}
