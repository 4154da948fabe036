package dev.orrery.verify.simulation;

import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents as people write them, and some that nobody would. */
final class Documents {

    static final List<String> HOSTS = List.of("here", "there");
    static final List<String> SCHEDULES = List.of("often", "seldom");

    private static final Entrypoint TRUE = new Entrypoint.Command(List.of("true"));

    private Documents() {}

    static DeploymentDocument any(Dice dice, Instant now) {
        return new DeploymentDocument(
                null,
                "v" + dice.below(3),
                List.of(),
                Map.of(),
                TRUE,
                dice.chance(20) ? new CodeSource.Host(dice.pick(HOSTS)) : null,
                dice.chance(20) ? null : "/work",
                Json.EMPTY_OBJECT,
                null,
                Map.of(),
                schedules(dice, now),
                World.POOL,
                Infrastructure.PROCESS,
                dice.chance(20) ? 5 + dice.below(20) : null,
                null,
                true,
                concurrency(dice),
                retry(dice),
                dice.chance(15) ? 5 + dice.below(60) : null);
    }

    private static List<ScheduleDocument> schedules(Dice dice, Instant now) {
        var schedules = new ArrayList<ScheduleDocument>();
        for (var name : SCHEDULES) {
            if (dice.chance(45)) {
                schedules.add(schedule(dice, name, now));
            }
        }
        return schedules;
    }

    private static ScheduleDocument schedule(Dice dice, String name, Instant now) {
        var rule = dice.chance(60) ? interval(dice, name, now) : WallCalendar.any(dice, name);
        return new ScheduleDocument(
                name,
                rule.interval(),
                rule.cron(),
                rule.rrule(),
                Json.EMPTY_OBJECT,
                !dice.chance(10),
                dice.chance(15) ? now.plusSeconds(dice.between(-30, 60)) : null,
                dice.chance(15) ? now.plusSeconds(dice.between(20, 300)) : null,
                dice.chance(25) ? 1 + dice.below(20) : 0,
                catchUp(dice));
    }

    private static ScheduleDocument interval(Dice dice, String name, Instant now) {
        long seconds = dice.between(5, 60);
        var anchor = dice.chance(50) ? null : now.plusMillis(dice.between(-90_000, 90_000));
        var interval = new ScheduleDocument.Interval(seconds, anchor);
        return new ScheduleDocument(name, interval, Json.EMPTY_OBJECT, true);
    }

    private static CatchUp catchUp(Dice dice) {
        return switch (dice.below(5)) {
            case 0 -> CatchUp.DEFAULT;
            case 1 -> new CatchUp(CatchUpPolicy.LATEST, dice.between(1, 60));
            case 2 -> new CatchUp(CatchUpPolicy.NONE, null);
            case 3 -> new CatchUp(CatchUpPolicy.ALL, dice.between(20, 120));
            default -> new CatchUp(CatchUpPolicy.ALL, dice.chance(80) ? 180L : null);
        };
    }

    private static @Nullable Concurrency concurrency(Dice dice) {
        return dice.chance(50)
                ? null
                : new Concurrency(1 + dice.below(3), dice.pick(List.of(Collision.values())));
    }

    private static @Nullable RetryPolicy retry(Dice dice) {
        if (dice.chance(50)) {
            return null;
        }
        var delay =
                dice.chance(50)
                        ? new RetryPolicy.ListedDelays(List.of(dice.below(3), dice.below(20)))
                        : new RetryPolicy.ExponentialDelay(1 + dice.below(3), 200, 20);
        var on = new ArrayList<RetryOn>();
        for (var how : RetryOn.values()) {
            if (dice.chance(70)) {
                on.add(how);
            }
        }
        if (on.isEmpty()) {
            on.add(RetryOn.FAILED);
        }
        return new RetryPolicy(1 + dice.below(4), delay, dice.chance(50) ? 0 : 50, on);
    }
}
