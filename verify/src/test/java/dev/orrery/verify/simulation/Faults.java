package dev.orrery.verify.simulation;

import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.verify.simulation.Task.Loss;
import java.time.Duration;
import java.util.List;

/** What goes wrong, by chance: each strike is one fault that takes effect. */
final class Faults {

    private static final List<Loss> LOSSES =
            List.of(Loss.NOTHING, Loss.NOTHING, Loss.SOME, Loss.FORM, Loss.ALL);

    /** Each makes a run. */
    private static final int MISSED_MAX = 300;

    private final World world;
    private final Dice dice;
    private boolean ended;

    Faults(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    void strike() {
        while (!strikes()) {
            // Another one, since this one had nothing to strike.
        }
    }

    private boolean strikes() {
        return switch (dice.below(15)) {
            case 0, 1, 2, 3 -> crash(dice.pick(world.tasks()));
            case 4 -> {
                world.trace().say(() -> "fault: all writers crash");
                for (var task : world.tasks()) {
                    crash(task);
                }
                yield true;
            }
            case 5, 6 -> stand(dice.pick(world.runners()));
            case 7, 8 -> die(dice.pick(world.runners()));
            case 9 -> clockStep();
            case 10 -> world.repeat();
            case 11 -> delay();
            case 12 -> lose();
            case 13 -> holdUp(dice.pick(world.tasks()));
            default -> slow();
        };
    }

    private boolean crash(Task task) {
        if (!task.isUp()) {
            return false;
        }
        switch (dice.below(3)) {
            case 0 -> crashNow(task);
            case 1 -> world.afterWorks(1 + dice.below(40), () -> crashSoon(task));
            default -> world.afterEnd(() -> crashSoon(task));
        }
        return true;
    }

    private void crashSoon(Task task) {
        if (task.isUp() && !ended) {
            if (dice.chance(70)) {
                task.endTransaction();
            }
            crashNow(task);
        }
    }

    private void crashNow(Task task) {
        var loss = dice.pick(LOSSES);
        long away = away();
        world.trace()
                .say(() ->
                        "fault: writer "
                                + task.partition()
                                + " crashes, its store loses "
                                + loss
                                + ", away for "
                                + Duration.ofNanos(away));
        task.die(loss);
        if (away == 0) {
            task.start();
        } else {
            world.wire()
                    .send(
                            world.nanos() + away,
                            false,
                            () -> {
                                if (!task.isUp()) {
                                    task.start();
                                }
                            });
        }
        if (dice.chance(50)) {
            task.copyStore();
        }
    }

    /** At once, after a while, or after an outage that is longer than most windows. */
    private long away() {
        if (dice.chance(60)) {
            return 0;
        }
        return dice.chance(85)
                ? dice.between(0, 60 * Time.SECOND)
                : dice.between(60 * Time.SECOND, 400 * Time.SECOND);
    }

    private boolean stand(Runner runner) {
        if (runner.isDead() || runner.isStill()) {
            return false;
        }
        long nanos = dice.between(5 * Time.SECOND, 60 * Time.SECOND);
        world.trace().say(() -> "fault: " + runner.id() + " stands still for " + nanos + " ns");
        runner.standStill(nanos);
        return true;
    }

    private boolean die(Runner runner) {
        if (runner.isDead()) {
            return false;
        }
        world.trace().say(() -> "fault: " + runner.id() + " dies");
        runner.die();
        world.wire()
                .send(
                        world.nanos() + dice.between(Time.SECOND, 90 * Time.SECOND),
                        false,
                        () -> {
                            if (runner.isDead()) {
                                runner.live();
                            }
                        });
        return true;
    }

    private boolean clockStep() {
        var by = dice.chance(50) ? clockStepBy() : clockStepBy().negated();
        while (by.isPositive() && missed(by) > MISSED_MAX) {
            by = by.dividedBy(2);
        }
        stepClock(by);
        return true;
    }

    private Duration clockStepBy() {
        if (dice.chance(15)) {
            return Duration.ofMinutes(dice.between(30, 150));
        }
        return Duration.ofSeconds(dice.chance(50) ? dice.between(1, 20) : dice.between(20, 300));
    }

    /** As many times a schedule has to make up for at most when the clock goes forward. */
    private long missed(Duration by) {
        var now = world.time().wall();
        var most = new long[1];
        world.promises()
                .deployments()
                .eachDocument((_, document) -> {
                    for (var schedule : document.schedules()) {
                        if (schedule.catchUp().policy() == CatchUpPolicy.ALL
                                && schedule.catchUp().windowSeconds() == null) {
                            int count = new NominalTimes(schedule).count(now, now.plus(by));
                            most[0] = Math.max(most[0], count);
                        }
                    }
                });
        return most[0];
    }

    private void stepClock(Duration by) {
        world.trace().say(() -> "fault: the wall clock is set by " + by);
        world.time().step(by);
        if (by.isNegative()) {
            world.tasks().forEach(Task::beginAnew);
            world.promises().runs().clockWentBack(world.time().wall());
        }
    }

    private boolean delay() {
        if (world.wire().size() == 0) {
            return false;
        }
        world.trace().say(() -> "fault: what is on its way is delayed");
        world.wire().delay(dice, dice.chance(50) ? 2 * Time.SECOND : 40 * Time.SECOND);
        return true;
    }

    private boolean lose() {
        if (world.wire().size() == 0) {
            return false;
        }
        world.trace().say(() -> "fault: of what is on its way, some is lost");
        world.wire().lose(dice);
        return true;
    }

    /** So long that leases are due, perhaps also in the next life of the writer. */
    private boolean holdUp(Task task) {
        long nanos = dice.between(5 * Time.SECOND, 70 * Time.SECOND);
        world.trace().say(() -> "fault: heartbeats of " + task.partition() + " are held up");
        task.holdUpHeartbeats(nanos);
        if (dice.chance(60)) {
            world.wire().send(world.nanos() + nanos / 2, false, () -> crashSoon(task));
        }
        return true;
    }

    /** Until the next time that it is not. */
    private boolean slow() {
        var each = Duration.ofMillis(dice.chance(50) ? 0 : dice.between(1, 900));
        world.trace().say(() -> "fault: a look at the clock takes " + each);
        world.time().takeForEachLook(each);
        return true;
    }

    /** No more: whatever is away comes back. */
    void end() {
        ended = true;
        world.time().takeForEachLook(Duration.ZERO);
        for (var task : world.tasks()) {
            task.holdUpHeartbeats(0);
            if (!task.isUp()) {
                task.start();
            }
        }
        for (var runner : world.runners()) {
            if (runner.isDead()) {
                runner.live();
            }
            runner.wake();
        }
    }
}
