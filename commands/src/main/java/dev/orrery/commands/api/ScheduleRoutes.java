package dev.orrery.commands.api;

import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What can be asked of schedules: their times to come, and to make up for those of a range. */
public final class ScheduleRoutes {

    private final Submission submission;
    private final Timetables timetables;
    private final InstantSource clock;

    public ScheduleRoutes(Submission submission, Timetables timetables, InstantSource clock) {
        this.submission = submission;
        this.timetables = timetables;
        this.clock = clock;
    }

    /** An answer with times. */
    private record Times(List<Time> times) {}

    private record Time(String nominal, String latest, String local) {}

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var operator = allow.apply(Role.OPERATOR);
        for (var deployment : Requests.DEPLOYMENTS) {
            routes.post(deployment + "/schedules/{schedule}/backfill", this::backfill, operator);
            routes.post(deployment + "/backfills/{backfill}/cancel", this::cancel, operator);
        }
        routes.post("/v1/schedules/preview", this::preview, allow.apply(Role.VIEWER));
    }

    private void backfill(Context http) {
        var body = Bodies.read(http, BackfillBody.class);
        var command = body.toCommand(Requests.deployment(http), http.pathParam("schedule"));
        Requests.submit(http, submission, command);
    }

    private void cancel(Context http) {
        var command = new CancelBackfill(Requests.deployment(http), backfillId(http));
        Requests.submit(http, submission, command);
    }

    private void preview(Context http) {
        var body = Bodies.read(http, PreviewBody.class);
        var schedule = Fields.required(body.schedule(), "/schedule").toDocument("/schedule");
        var after = body.afterOr(clock.instant());
        var times =
                timetables.next(schedule, after, body.countOrUsual()).stream()
                        .map(each ->
                                new Time(
                                        each.nominal().toString(),
                                        each.latest().toString(),
                                        each.local().toString()))
                        .toList();
        http.json(new Times(times));
    }

    private static BackfillId backfillId(Context http) {
        try {
            return BackfillId.parse(http.pathParam("backfill"));
        } catch (IllegalArgumentException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST, "A backfill is named by its id, a UUID.", "backfill");
        }
    }
}
