package dev.orrery.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server answered, whatever it is. */
public final class Answer {

    private final String address;
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param headers by their names in small letters
     */
    Answer(String address, int status, Map<String, String> headers, byte[] body) {
        this.address = address;
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
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
}
