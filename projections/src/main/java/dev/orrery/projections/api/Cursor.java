package dev.orrery.projections.api;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a page ended: which list it is of and what the last row's key ends with. Clients see it as
 * base64url and should see no more in it.
 */
final class Cursor {

    private static final int BYTES_MAX = 4096;

    private final byte[] bytes;

    private Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    static Cursor parse(String text) {
        if (text.length() > BYTES_MAX) {
            throw wrong();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length > Integer.BYTES) {
                return new Cursor(bytes);
            }
        } catch (IllegalArgumentException malformed) {
            // Falls through to the same answer.
        }
        throw wrong();
    }

    /**
     * @param list a number that other lists hardly have
     */
    static Cursor of(int list, byte[] suffix) {
        return new Cursor(
                ByteBuffer.allocate(Integer.BYTES + suffix.length)
                        .putInt(list)
                        .put(suffix)
                        .array());
    }

    /** What the last row's key ended with. */
    byte[] suffix(int list) {
        if (ByteBuffer.wrap(bytes).getInt() != list) {
            throw wrong();
        }
        return Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
    }

    private static ApiProblem wrong() {
        return new ApiProblem(
                Refusal.INVALID_REQUEST,
                "It must be the next of an earlier page of this very list",
                Query.CURSOR);
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
