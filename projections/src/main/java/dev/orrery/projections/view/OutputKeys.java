package dev.orrery.projections.view;

import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import java.time.Instant;
import java.util.Arrays;

/**
 * The layout of the output of runs: run, attempt and number of the first line lead to a chunk as it
 * came; when it came, then the same again, lead to nothing, so that what is old is found.
 */
public final class OutputKeys {

    private OutputKeys() {}

    public static byte[] chunks(RunId run, int attempt) {
        return Key.of(Keyspace.OUTPUT).with(run).with(attempt).bytes();
    }

    public static byte[] chunk(RunId run, int attempt, long firstLine) {
        return Key.of(Keyspace.OUTPUT).with(run).with(attempt).with(firstLine).bytes();
    }

    public static byte[] byAge(Instant came, OutputChunk chunk) {
        return Key.of(Keyspace.OUTPUT_BY_AGE)
                .with(came.toEpochMilli())
                .with(chunk.run())
                .with(chunk.attempt())
                .with(chunk.firstLine())
                .bytes();
    }

    /** All that came before a time. */
    public static KeyRange before(Instant time) {
        return new KeyRange(
                Key.of(Keyspace.OUTPUT_BY_AGE).bytes(),
                Key.of(Keyspace.OUTPUT_BY_AGE).with(time.toEpochMilli()).bytes());
    }

    /** The chunk that a key by age stands for. */
    public static byte[] chunk(byte[] byAge) {
        byte[] key = Arrays.copyOfRange(byAge, Long.BYTES, byAge.length);
        key[0] = (byte) Keyspace.OUTPUT.prefix();
        return key;
    }
}
