package dev.orrery.commands.api;

import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.util.function.Function;
import java.util.function.IntFunction;

/** What can be asked of the views: to build them again, beside those that are read. */
public final class ViewsRoutes {

    static final String REBUILDS = "/v1/audit/rebuilds";

    private final Submission submission;

    public ViewsRoutes(Submission submission) {
        this.submission = submission;
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var admin = allow.apply(Role.ADMIN);
        var one = REBUILDS + "/{generation}";
        routes.post(REBUILDS, this::rebuild, admin);
        routes.post(one + "/switch", http -> ofOne(http, SwitchViews::new), admin);
        routes.post(one + "/abandon", http -> ofOne(http, AbandonRebuild::new), admin);
    }

    /** Decided when it is answered, and done by the nodes afterwards. */
    private void rebuild(Context http) {
        http.status(HttpStatus.ACCEPTED);
        Requests.submit(http, submission, new RebuildViews());
    }

    private void ofOne(Context http, IntFunction<ViewsCommand> command) {
        Requests.submit(http, submission, command.apply(generation(http)));
    }

    private static int generation(Context http) {
        try {
            return Integer.parseInt(http.pathParam("generation"));
        } catch (NumberFormatException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "A generation of the views is named by its number.",
                    "generation");
        }
    }
}
