package dev.orrery.projections.peer;

import java.net.http.HttpHeaders;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What another node answered, of our log and about just the partitions that it was asked for.
 *
 * @param status 200, 304 or what a client did wrong
 * @param headers all that came
 * @param body as it came; not copied
 * @param sequences how far each partition was when it was read, at least
 * @param ageSeconds how old it is where it is not from who folds the partitions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PeerAnswer(
        int status,
        HttpHeaders headers,
        byte[] body,
        SortedMap<Integer, Long> sequences,
        @Nullable Integer ageSeconds) {}
