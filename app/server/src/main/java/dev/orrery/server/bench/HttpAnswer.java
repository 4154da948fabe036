package dev.orrery.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP answer as a measurement needs.
 *
 * @param status of it
 * @param head its status line and headers
 * @param body as it came
 */
record HttpAnswer(int status, String head, String body) {

    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int BAD = 400;

    /** Reads an answer that may not be whole yet: then there is none. */
    static @Nullable HttpAnswer read(byte[] bytes, int length) {
        var text = new String(bytes, 0, length, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        var head = text.substring(0, end + 2);
        var body = text.substring(end + 4);
        var size = header(head, "content-length");
        var whole =
                size == null ? body.endsWith("0\r\n\r\n") : body.length() >= Integer.parseInt(size);
        if (!whole) {
            return null;
        }
        int status = Integer.parseInt(head.substring(STATUS_AT, STATUS_AT + 3));
        return new HttpAnswer(status, head, body);
    }

    HttpAnswer requireGood() {
        if (status >= BAD) {
            throw new IllegalStateException("the server refused: " + head + body);
        }
        return this;
    }

    String header(String name) {
        var value = header(head, name);
        if (value == null) {
            throw new IllegalStateException("there is no " + name + " in: " + head);
        }
        return value;
    }

    private static @Nullable String header(String head, String name) {
        for (int at = 0; at < head.length(); ) {
            int end = head.indexOf("\r\n", at);
            int colon = head.indexOf(':', at);
            if (colon > 0
                    && colon < end
                    && head.substring(at, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return head.substring(colon + 1, end).strip();
            }
            at = end + 2;
        }
        return null;
    }
}
