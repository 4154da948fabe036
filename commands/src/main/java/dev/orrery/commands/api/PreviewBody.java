package dev.orrery.commands.api;

import dev.orrery.commands.api.DeploymentBody.ScheduleBody;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question for nominal times as a client writes it.
 *
 * @param schedule as in a deployment's document
 * @param after those that follow this moment; without it, now
 * @param count how many, 1 to 1000; without it, 10
 */
record PreviewBody(
        @Nullable ScheduleBody schedule, @Nullable String after, @Nullable Integer count) {

    private static final int COUNT = 10;
    private static final int COUNT_MAX = 1_000;

    Instant afterOr(Instant now) {
        return after == null ? now : Fields.time(after, "/after");
    }

    int countOrUsual() {
        int wanted = count == null ? COUNT : count;
        if (wanted < 1 || wanted > COUNT_MAX) {
            throw new ApiProblem(Refusal.INVALID_COMMAND, "A count is 1 to 1000.", "/count");
        }
        return wanted;
    }
}
