package dev.orrery.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a server answered, whatever it is. */
public final class Answer {

    private final String address;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>();
    private final byte[] body;

    Answer(String address, int status, Map<@Nullable String, List<String>> headers, byte[] body) {
        this.address = address;
        this.status = status;
        this.body = body;
        headers.forEach((name, values) -> {
            // The status line is among them, without a name.
            if (name != null) {
                this.headers.put(name.toLowerCase(Locale.ROOT), values.getFirst());
            }
        });
    }

    String address() {
        return address;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return body;
    }

    boolean isEmpty() {
        return body.length == 0;
    }
}
