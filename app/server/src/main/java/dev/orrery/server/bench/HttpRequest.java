package dev.orrery.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Requests, as the bytes that travel. */
final class HttpRequest {

    private HttpRequest() {}

    static byte[] post(String path) {
        return bytes("POST " + path, "Content-Length: 0\r\n", "");
    }

    static byte[] post(String path, String json) {
        return bytes("POST " + path, body(json), json);
    }

    static byte[] put(String path, String json) {
        return bytes("PUT " + path, body(json), json);
    }

    private static String body(String json) {
        return "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n";
    }

    static byte[] get(String path) {
        return bytes("GET " + path, "", "");
    }

    /** A read that waits for the position. */
    static byte[] get(String path, String position) {
        return bytes("GET " + path, "Orrery-Position: " + position + "\r\n", "");
    }

    private static byte[] bytes(String line, String headers, String body) {
        var text = line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
        return text.getBytes(ISO_8859_1);
    }
}
