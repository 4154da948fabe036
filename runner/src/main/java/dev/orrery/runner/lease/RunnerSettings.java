package dev.orrery.runner.lease;

import dev.orrery.flows.track.HostName;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a runner takes work.
 *
 * @param pools the work pools whose runs it takes
 * @param host the name of the machine, which deployments whose code is there go by
 * @param capacity how many runs it executes at once, of all pools together
 * @param folder its data folder, where it keeps its name
 * @param drain how long runs may go on when the runner is told to stop
 * @param grace how long a process may take to end when its run is cancelled or the runner stops
 * @param killMargin how long before a lease that is not renewed ends the work must have ended
 * @param answerPatience how long an answer of the processor is waited for before the run is left to
 *     others
 */
public record RunnerSettings(
        List<String> pools,
        String host,
        int capacity,
        Path folder,
        Duration drain,
        Duration grace,
        Duration killMargin,
        Duration answerPatience) {

    public static final int CAPACITY_MAX = 1_000;
    public static final Duration DRAIN_MAX = Duration.ofHours(24);

    private static final Pattern POOL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final Duration ANSWER_PATIENCE_MAX = Duration.ofSeconds(12);

    public RunnerSettings {
        pools = List.copyOf(pools);
        require(
                !pools.isEmpty() && pools.stream().distinct().count() == pools.size(),
                "pools must be one or more, and each of them once");
        require(
                pools.stream().allMatch(RunnerSettings::isPool),
                "a pool must be 1 to 200 letters, digits, '.', '_' or '-'");
        require(
                pools.stream().allMatch(pool -> Topics.canDispatch(pool, host)),
                "a host must be 1 to 100 letters, digits, '.', '_' or '-', and shorter where the"
                        + " name of a pool is long");
        require(
                capacity >= 1 && capacity <= CAPACITY_MAX,
                "capacity must be 1 to " + CAPACITY_MAX + " runs");
        within("drain", drain, DRAIN_MAX);
        within("grace", grace, WorkSettings.GRACE_MAX);
        within("killMargin", killMargin, Duration.ofMinutes(1));
        within("answerPatience", answerPatience, ANSWER_PATIENCE_MAX);
    }

    /** Whether a work pool can have the name: it is part of that of a topic. */
    public static boolean isPool(String name) {
        return POOL.matcher(name).matches();
    }

    public static RunnerSettings of(List<String> pools, int capacity, Path folder) {
        return new RunnerSettings(
                pools,
                HostName.ofRunners(),
                capacity,
                folder,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                // Less than the time for which the group keeps a wake-up for us.
                Duration.ofSeconds(4));
    }

    public RunnerSettings withHost(String name) {
        return new RunnerSettings(
                pools, name, capacity, folder, drain, grace, killMargin, answerPatience);
    }

    public RunnerSettings withDrain(Duration patience) {
        return new RunnerSettings(
                pools, host, capacity, folder, patience, grace, killMargin, answerPatience);
    }

    public RunnerSettings withGrace(Duration patience) {
        return new RunnerSettings(
                pools, host, capacity, folder, drain, patience, killMargin, answerPatience);
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
