package dev.orrery.projections.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a row is called when something is wrong with it: its keyspace, and its key as people read
 * it.
 */
public final class RowName {

    private RowName() {}

    /** Such as {@code run progress of 0199c0de-...}; what can't be read is shown as it is. */
    public static String of(byte[] key) {
        for (var keyspace : Keyspace.values()) {
            if (key.length > 0 && key[0] == (byte) keyspace.prefix()) {
                return of(keyspace, key);
            }
        }
        return "row " + HexFormat.of().formatHex(key);
    }

    private static String of(Keyspace keyspace, byte[] key) {
        var name = keyspace.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var rest = rest(keyspace, key);
        return rest.isEmpty() ? name : name + " of " + rest;
    }

    private static String rest(Keyspace keyspace, byte[] key) {
        return switch (keyspace) {
            case TALLY -> "";
            case DEPLOYMENT, RUN_ORIGIN, RUN_PROGRESS -> ids(key, 1, 1);
            case SCHEDULE, BACKFILL, RUN_BY_DEPLOYMENT, RUN_BY_BACKFILL, RUN_BY_PARENT ->
                    ids(key, 1, 2);
            case REVISION, EVENT, DEPLOYMENT_AT, SCHEDULE_AT ->
                    ids(key, 1, 1) + numbers(key, 1 + Keys.ID_BYTES);
            case LOG -> numbers(key, 1).strip();
            case RUN_BY_STATE -> ids(key, 2, 1);
            case FLOW, DEPLOYMENT_BY_NAME, DEPLOYMENT_EVER -> text(key, key.length);
            case RUN_BY_NAME -> {
                int id = Math.max(1, key.length - Keys.ID_BYTES);
                yield text(key, id) + " " + ids(key, id, 1);
            }
            case OUTPUT, OUTPUT_BY_AGE -> HexFormat.of().formatHex(key, 1, key.length);
        };
    }

    private static String ids(byte[] key, int from, int count) {
        if (key.length < from + count * Keys.ID_BYTES) {
            return HexFormat.of().formatHex(key, 1, key.length);
        }
        var first = Keys.id(key, from).toString();
        return count == 1 ? first : first + " " + Keys.id(key, from + Keys.ID_BYTES);
    }

    private static String numbers(byte[] key, int from) {
        if (key.length < from + Long.BYTES) {
            return "";
        }
        return " " + ByteBuffer.wrap(key, from, Long.BYTES).getLong();
    }

    /** Names, each with its end, which no text has inside it. */
    private static String text(byte[] key, int to) {
        var text = new String(key, 1, Math.max(0, to - 1), StandardCharsets.UTF_8);
        return text.replace("\0\1", " ").strip();
    }
}
