package dev.orrery.runner.lease;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a runner takes work.
 *
 * @param pool the work pool
 * @param capacity how many runs it executes at once
 * @param folder its data folder, where it keeps its name
 * @param drain how long runs may go on when the runner is told to stop
 * @param grace how long a process may take to end when its run is cancelled or the runner stops
 * @param killMargin how long before a lease that is not renewed ends the work must have ended
 * @param answerPatience how long an answer of the processor is waited for before the run is left to
 *     others
 */
public record RunnerSettings(
        String pool,
        int capacity,
        Path folder,
        Duration drain,
        Duration grace,
        Duration killMargin,
        Duration answerPatience) {

    public static final int CAPACITY_MAX = 1_000;

    private static final Pattern POOL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final Duration ANSWER_PATIENCE_MAX = Duration.ofSeconds(12);

    public RunnerSettings {
        require(
                POOL.matcher(pool).matches(),
                "pool must be 1 to 200 letters, digits, '.', '_' or '-'");
        require(
                capacity >= 1 && capacity <= CAPACITY_MAX,
                "capacity must be 1 to " + CAPACITY_MAX + " runs");
        within("drain", drain, Duration.ofHours(24));
        within("grace", grace, Duration.ofMinutes(10));
        within("killMargin", killMargin, Duration.ofMinutes(1));
        within("answerPatience", answerPatience, ANSWER_PATIENCE_MAX);
    }

    public static RunnerSettings of(String pool, int capacity, Path folder) {
        return new RunnerSettings(
                pool,
                capacity,
                folder,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                // Less than the time for which the group keeps a wake-up for us.
                Duration.ofSeconds(4));
    }

    public RunnerSettings withDrain(Duration patience) {
        return new RunnerSettings(
                pool, capacity, folder, patience, grace, killMargin, answerPatience);
    }

    public RunnerSettings withGrace(Duration patience) {
        return new RunnerSettings(
                pool, capacity, folder, drain, patience, killMargin, answerPatience);
    }

    private static void within(String name, Duration value, Duration max) {
        require(
                !value.isNegative() && value.compareTo(max) <= 0,
                name + " must be 0 to " + max.toSeconds() + " seconds");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
