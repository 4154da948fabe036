package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import java.time.Duration;
import java.util.stream.Stream;

/** Nothing that is due is forgotten by a writer that is at work. */
final class Overdue {

    /** What is due may be done so much later. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private Overdue() {}

    /** No run waits or works for longer than it may, and none waits that nobody hears of. */
    static void requireNothing(World world) {
        if (world.time().isSlow()) {
            return;
        }
        var runs = world.promises().runs();
        runs.open().stream()
                .filter(world::isAtWork)
                .flatMap(run -> Stream.ofNullable(runs.find(run)))
                .forEach(life -> requireNothing(life, world));
    }

    private static void requireNothing(Life life, World world) {
        var wall = world.time().wall();
        var settings = world.settings();
        var slow = settings.timeoutGrace().plus(settings.lease());
        require(
                world.nanos() - life.readyNanos < settings.lease().plus(SLACK).toNanos()
                        || !life.waitedTooLong(wall.minus(SLACK)),
                "what waits for too long ends: %s at %s",
                life,
                wall);
        require(
                !life.ranTooLong(wall.minus(SLACK), slow),
                "what runs for too long ends: %s at %s",
                life,
                wall);
        require(
                !life.shouldBeAnnounced(world.nanos(), wall, SLACK)
                        || world.promises().deployments().isInLine(life),
                "what is due is announced: %s at %s",
                life,
                wall);
    }

    /** A lease that was lost is followed by what becomes of the run. */
    static void requireNothingHalf(RunPromises runs) {
        runs.all()
                .forEach(life ->
                        require(
                                life.ended
                                        || life.expiredBy == 0
                                        || life.attempt > life.expiredAttempt(),
                                "a lost lease ends the attempt: %s",
                                life));
    }
}
