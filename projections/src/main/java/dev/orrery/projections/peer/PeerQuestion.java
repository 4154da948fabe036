package dev.orrery.projections.peer;

import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A read, as one node asks another one.
 *
 * @param path with its query, as the client wrote it
 * @param headers of the client that matter to the answer
 * @param partitions that are asked for
 * @param position that what is read must have reached; what it says of other partitions is no
 *     matter
 * @param patience how long the other node may wait for that position
 */
public record PeerQuestion(
        String path,
        Map<String, String> headers,
        SortedSet<Integer> partitions,
        Position position,
        Duration patience) {

    public PeerQuestion {
        headers = Map.copyOf(headers);
        partitions = new TreeSet<>(partitions);
    }
}
