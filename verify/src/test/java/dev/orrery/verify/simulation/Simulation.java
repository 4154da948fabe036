package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.EventLog.Entry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One story of a seed: clients ask, runners execute, time goes on and faults come in between; then
 * the faults end and everything must come to its end.
 */
final class Simulation {

    static final int STEPS = 300;
    static final int FAULTS = 24;

    private static final int STEPS_PER_FULL_CHECK = 50;
    private static final long PATIENCE_NANOS = 12 * 3_600 * Time.SECOND;
    private static final long END_SLICE_NANOS = 15 * Time.SECOND;
    private static final long CHECK_SLICE_NANOS = 3 * Time.SECOND;

    private static final long AT_ONCE_NANOS = 2 * Time.SECOND;

    private final Dice dice;
    private final Trace trace;
    private final World world;
    private final Faults faults;
    private final Folds folds;

    private Simulation(long seed, boolean told) {
        dice = new Dice(seed);
        trace = new Trace(told);
        world = new World(dice, trace);
        faults = new Faults(world, dice);
        folds = new Folds(world);
    }

    /**
     * Plays a seed.
     *
     * @throws AssertionError with what came before, when a promise is broken
     */
    static void play(long seed) {
        if (!holds(seed)) {
            tell(seed);
        }
    }

    /** Whether every promise holds; a writer that fails breaks one. */
    static boolean holds(long seed) {
        try {
            new Simulation(seed, false).play();
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /**
     * Plays a seed that breaks a promise once more.
     *
     * @throws AssertionError always, with what came before where it breaks it again
     */
    static void tell(long seed) {
        var again = new Simulation(seed, true);
        try {
            again.play();
        } catch (RuntimeException broken) {
            throw new AssertionError(
                    "Seed "
                            + seed
                            + ": "
                            + broken.getMessage()
                            + "\nPlay it again with -D"
                            + SimulationTest.SEED
                            + "="
                            + seed
                            + ". The last steps:\n"
                            + again.trace.text(),
                    broken);
        }
        throw new AssertionError("Seed " + seed + " breaks a promise only the first time");
    }

    /** The hash chains' ends: the same for the same seed. */
    static String fingerprint(long seed) {
        var simulation = new Simulation(seed, false);
        simulation.play();
        return simulation.world.promises().fingerprint();
    }

    /** The events that a seed leaves, by partition. */
    static List<List<Entry>> events(long seed) {
        var simulation = new Simulation(seed, false);
        simulation.play();
        var log = simulation.world.log();
        return simulation.world.tasks().stream().map(task -> log.events(task.partition())).toList();
    }

    private void play() {
        var faulty = faultySteps();
        for (int step = 1; step <= STEPS; step++) {
            int number = step;
            trace.say(() -> "step " + number + " at " + world.time().wall());
            if (faulty.contains(step)) {
                faults.strike();
            } else if (dice.chance(45)) {
                world.clients().wish();
            }
            world.tasks().forEach(this::perhapsRest);
            world.pass(duration());
            requireRoomUsed();
            if (step % STEPS_PER_FULL_CHECK == 0) {
                check();
            }
        }
        end();
    }

    /** The state is the fold of the events, and nothing that was due was forgotten. */
    private void check() {
        folds.compare();
        world.tasks().forEach(task -> task.restWhile(false));
        world.pass(CHECK_SLICE_NANOS);
        Overdue.requireNothing(world);
        for (var task : world.tasks()) {
            if (task.upNanos() > AT_ONCE_NANOS && !world.time().isSlow()) {
                Memory.requireTurned(task, world);
            }
        }
    }

    /** A thread that gets time again may turn its clock before it reads what came meanwhile. */
    private void perhapsRest(Task task) {
        var rested = task.rests();
        task.restWhile(dice.chance(10));
        if (rested && !task.rests() && dice.chance(60)) {
            task.turn();
        }
    }

    private void requireRoomUsed() {
        world.promises()
                .deployments()
                .requireNobodyAwaitsRoom(
                        id -> world.isAtWork(id) && !world.time().isSlow(), world.nanos());
    }

    private Set<Integer> faultySteps() {
        var steps = new HashSet<Integer>();
        while (steps.size() < FAULTS) {
            steps.add(2 + dice.below(STEPS - 1));
        }
        return steps;
    }

    private long duration() {
        if (dice.chance(30)) {
            return dice.between(0, 30 * Time.MILLI);
        }
        return dice.chance(93)
                ? dice.between(0, 2 * Time.SECOND)
                : dice.between(0, 30 * Time.SECOND);
    }

    /** With no more faults and with runners for all, every run ends. */
    private void end() {
        trace.say(() -> "the faults end at " + world.time().wall());
        faults.end();
        world.tasks().forEach(task -> task.restWhile(false));
        world.pass(END_SLICE_NANOS);
        var promises = world.promises();
        promises.schedules().requireOnTime(world.time().wall().minusSeconds(2));
        promises.schedules().requireComplete(world.time().latestWall());
        var runs = promises.runs();
        long giveUp = world.nanos() + PATIENCE_NANOS;
        do {
            Overdue.requireNothing(world);
            Broken.require(
                    world.nanos() < giveUp,
                    "every run and backfill ends, also %s %s",
                    runs.open().stream().map(runs::describe).toList(),
                    promises.backfills().underWay());
            world.clients().wishes().toEnd(world.clients());
            world.pass(END_SLICE_NANOS);
        } while (runs.isOpen() || !promises.backfills().underWay().isEmpty());
        requireRoomUsed();
        world.pass(END_SLICE_NANOS);
        requireRoomUsed();
        Overdue.requireNothingHalf(runs);
        Broken.require(
                world.tasks().stream().noneMatch(Task::hasInput), "everything is read in the end");
        folds.compare();
        Broken.require(
                world.time().nanos() < Duration.ofDays(1).toNanos(), "a story lasts a day at most");
    }
}
