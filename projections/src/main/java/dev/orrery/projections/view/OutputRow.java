package dev.orrery.projections.view;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.output.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A row of output: the fingerprint of its schema as 64 characters, and the chunk in the Confluent
 * wire format. A row outlives the registry that gave the schema its id.
 */
public final class OutputRow {

    private static final int FINGERPRINT_BYTES = 64;

    private OutputRow() {}

    public static byte[] write(Codec<OutputChunk> codec, OutputChunk chunk) {
        byte[] fingerprint = codec.fingerprint(chunk).getBytes(StandardCharsets.US_ASCII);
        byte[] value = codec.encode(chunk);
        byte[] row = Arrays.copyOf(fingerprint, fingerprint.length + value.length);
        System.arraycopy(value, 0, row, fingerprint.length, value.length);
        return row;
    }

    public static OutputChunk read(Codec<OutputChunk> codec, byte[] row) {
        // As rows were at first: the wire format alone, which begins with this byte.
        if (row.length <= FINGERPRINT_BYTES || row[0] == 0) {
            return codec.decode(row);
        }
        var fingerprint = new String(row, 0, FINGERPRINT_BYTES, StandardCharsets.US_ASCII);
        return codec.decode(Arrays.copyOfRange(row, FINGERPRINT_BYTES, row.length), fingerprint);
    }
}
