package dev.orrery.projections.api;

import dev.orrery.schemas.id.Position;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A page of a list as JSON: its items, and a cursor where there are more. */
final class Page {

    private final ByteArrayOutputStream items = new ByteArrayOutputStream();
    private int count;
    private @Nullable String next;
    private @Nullable String position;

    void add(byte[] item) {
        if (count > 0) {
            items.write(',');
        }
        items.writeBytes(item);
        count++;
    }

    void continues(Object cursor) {
        next = cursor.toString();
    }

    /** Says how far in the log the page is. */
    void isAt(Position reached) {
        position = reached.toString();
    }

    void answer(Context http) {
        var out = new ByteArrayOutputStream(items.size() + 64);
        out.writeBytes(ascii("{\"items\":["));
        out.writeBytes(items.toByteArray());
        out.writeBytes(ascii("],\"next\":" + (next == null ? "null" : "\"" + next + "\"")));
        out.writeBytes(ascii(position == null ? "}" : ",\"position\":\"" + position + "\"}"));
        http.contentType(ContentType.APPLICATION_JSON).result(out.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
