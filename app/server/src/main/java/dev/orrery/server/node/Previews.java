package dev.orrery.server.node;

import dev.orrery.commands.api.Timetables.Planned;
import dev.orrery.commands.domain.deployment.Preview;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.List;

/** Brings the rules of time to the routes that only ask for them. */
final class Previews {

    private Previews() {}

    static List<Planned> next(ScheduleDocument schedule, Instant after, int count) {
        return switch (Preview.of(schedule, after, count)) {
            case Preview.Times found ->
                    found.times().stream()
                            .map(time -> new Planned(time.nominal(), time.latest(), time.local()))
                            .toList();
            case Preview.Refused(var wrong) ->
                    throw new ApiProblem(
                            Refusal.valueOf(wrong.code()), wrong.message(), wrong.field());
        };
    }
}
