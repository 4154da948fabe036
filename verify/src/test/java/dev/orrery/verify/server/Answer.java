package dev.orrery.verify.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What HTTP answered, with what a story says about it. */
public final class Answer {

    private final String request;
    private final HttpResponse<byte[]> response;

    Answer(HttpResponse<byte[]> response) {
        this.request = response.request().method() + " " + response.request().uri();
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.read(response.body());
    }

    /** A member of the body, by its JSON pointer, as text. */
    public String at(String pointer) {
        return json().at(pointer).asText();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public String id() {
        return at("/id");
    }

    public String position() {
        return header("Orrery-Position");
    }

    public Answer is(int status) {
        assertThat(status()).as("%s answered %s", request, text()).isEqualTo(status);
        return this;
    }

    public Answer has(String pointer, String text) {
        assertThat(at(pointer)).as("%s of %s: %s", pointer, request, text()).isEqualTo(text);
        return this;
    }

    public Answer says(String words) {
        assertThat(text()).as(request).contains(words);
        return this;
    }

    public Answer hasHeader(String name, String value) {
        assertThat(header(name)).as("%s of %s", name, request).isEqualTo(value);
        return this;
    }

    /** A refusal as RFC 9457 wants it, with our stable code. */
    public Answer refuses(int status, String code) {
        is(status);
        assertThat(header("Content-Type")).as(request).startsWith("application/problem+json");
        has("/code", code).has("/status", Integer.toString(status));
        has("/type", "urn:orrery:problem:" + code);
        assertThat(at("/title")).as("the title of %s: %s", request, text()).isNotBlank();
        return this;
    }

    /** A refusal that names what was wrong. */
    public Answer refuses(int status, String code, String field) {
        return refuses(status, code).has("/field", field);
    }
}
