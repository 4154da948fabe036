package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.util.Optional;

/** What a run must be like that does again what another one did. */
public final class RerunRules {

    private RerunRules() {}

    /**
     * What the first run was asked to do was checked when it was asked for; other parameters are
     * checked now, as those of any run.
     *
     * @param document of its deployment, as it is now
     */
    public static Optional<Rejected> check(RerunRun command, DeploymentDocument document) {
        var parameters = command.parameters();
        if (parameters == null) {
            return Optional.empty();
        }
        var wrong = new FirstWrong();
        wrong.parameters("/parameters", parameters);
        wrong.merged("/parameters", document.parameters(), parameters);
        return wrong.found()
                .or(() ->
                        ParameterRules.check(
                                document, document.parameters().overlaidWith(parameters)));
    }

    /** Why nothing that a run names by its work pool is done again. */
    public static Rejected notServed(String pool) {
        return Refusal.POOL_UNKNOWN.because(
                "The work pool '"
                        + FirstWrong.shown(pool)
                        + "' of the run is not served any more; serve it, or run the deployment"
                        + " with another.");
    }
}
