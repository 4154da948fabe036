package dev.orrery.schemas.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a log was at a moment.
 *
 * @param time when it was taken; nothing is proved by it
 * @param log the name of the log that it was taken of, for people: a copy in another Kafka is the
 *     same log, and the hashes show it
 * @param places the last event of each partition that has one, by partition
 */
public record Checkpoint(Instant time, String log, List<Place> places) {

    /** The form of the file and of what is signed. */
    public static final int FORMAT = 1;

    /** More partitions than any log has. */
    public static final int PLACES_MAX = 4_096;

    private static final int LOG_CHARACTERS_MAX = 256;

    /**
     * @throws IllegalArgumentException when it names a partition twice, more than {@link
     *     #PLACES_MAX} of them, or a log by what is no name
     */
    public Checkpoint {
        places = places.stream().sorted(Comparator.comparingInt(Place::partition)).toList();
        if (places.size() > PLACES_MAX) {
            throw new IllegalArgumentException(
                    "a checkpoint has at most " + PLACES_MAX + " partitions");
        }
        if (places.stream().mapToInt(Place::partition).distinct().count() < places.size()) {
            throw new IllegalArgumentException("a checkpoint names each partition once");
        }
        if (log.length() > LOG_CHARACTERS_MAX || log.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of a log is one line of at most "
                            + LOG_CHARACTERS_MAX
                            + " characters");
        }
    }

    /** What a signature is over: a line for each thing, and one that says what it is. */
    byte[] signed(String key) {
        var text = new StringBuilder("orrery-checkpoint-" + FORMAT + "\n");
        text.append(time).append('\n').append(log).append('\n').append(key).append('\n');
        for (var place : places) {
            text.append(place).append(':').append(place.hash()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
