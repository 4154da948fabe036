package dev.orrery.runner.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a runner executes processes.
 *
 * @param folder the runner's data folder; the folders of runs are made in {@code work/} in it
 * @param secrets a folder with one file a secret, asked after the runner's own environment
 * @param python the program that executes Python files
 * @param inherited the names of the runner's own environment variables that a run gets; a name that
 *     ends in {@code *} stands for all that begin so
 * @param grace how long a process that ran out of time may take to end before it is killed
 * @param output how much of the output is kept
 */
public record WorkSettings(
        Path folder,
        @Nullable Path secrets,
        String python,
        List<String> inherited,
        Duration grace,
        OutputLimits output) {

    public static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LANG", "LC_*", "TZ", "TMPDIR");

    public static final Duration GRACE_MAX = Duration.ofMinutes(10);

    public WorkSettings {
        inherited = List.copyOf(inherited);
        require(!python.isBlank(), "python must name a program");
        require(
                !grace.isNegative() && grace.compareTo(GRACE_MAX) <= 0,
                "grace must be 0 to 10 minutes");
    }

    public static WorkSettings in(Path folder) {
        return new WorkSettings(
                folder, null, "python3", INHERITED, Duration.ofSeconds(10), OutputLimits.DEFAULT);
    }

    public WorkSettings withSecrets(Path folderOfSecrets) {
        return new WorkSettings(folder, folderOfSecrets, python, inherited, grace, output);
    }

    public WorkSettings withGrace(Duration patience) {
        return new WorkSettings(folder, secrets, python, inherited, patience, output);
    }

    public WorkSettings withOutput(OutputLimits limits) {
        return new WorkSettings(folder, secrets, python, inherited, grace, limits);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
