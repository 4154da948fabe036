package dev.orrery.projections.api;

import dev.orrery.schemas.id.Position;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How far in the log the answers about one generation of the views said that they are. */
final class Told {

    private final Map<Integer, Long> sequences = new ConcurrentHashMap<>();

    void add(SortedMap<Integer, Long> answer) {
        answer.forEach((partition, sequence) -> {
            if (sequence > 0) {
                sequences.merge(partition, sequence, Math::max);
            }
        });
    }

    Position position() {
        return new Position(new TreeMap<>(sequences));
    }
}
