package dev.orrery.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request until some address of the registry answers it, within what the settings allow.
 */
final class RegistryTransport implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistrySettings settings;
    private final HttpClient client;

    /** The address that answered last; a wrong guess costs one more try, so no lock. */
    private volatile int preferred;

    RegistryTransport(RegistrySettings settings) {
        this.settings = settings;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.connectTimeout());
        settings.tls().ifPresent(stores -> builder.sslContext(stores.context()));
        this.client = builder.build();
    }

    /** An answer that is not "not now": its status is below 500 and not 429. */
    record Answer(int status, JsonNode body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }

        int errorCode() {
            return body.path("error_code").asInt(0);
        }

        RegistryException refusal() {
            return RegistryException.refused(status, errorCode(), sentence(status, body));
        }

        /** The answer's body, if it is what was asked for. */
        JsonNode required(String field) {
            if (!isSuccess()) {
                throw refusal();
            }
            if (!body.has(field)) {
                throw RegistryException.unreadable(
                        "The schema registry's answer has no field " + field + ".", null);
            }
            return body.get(field);
        }
    }

    Answer get(String path) {
        return ask("GET", path, null);
    }

    Answer post(String path, JsonNode body) {
        return ask("POST", path, body.toString());
    }

    Answer put(String path, JsonNode body) {
        return ask("PUT", path, body.toString());
    }

    private Answer ask(String method, String path, @Nullable String body) {
        for (int retry = 0; ; retry++) {
            try {
                return askAll(method, path, body);
            } catch (RegistryException e) {
                if (retry == settings.retries().max()
                        || e.kind() != RegistryException.Kind.UNREACHABLE) {
                    throw e;
                }
                double random = ThreadLocalRandom.current().nextDouble();
                pause(settings.retries().before(retry, random));
            }
        }
    }

    private Answer askAll(String method, String path, @Nullable String body) {
        List<Endpoint> endpoints = settings.endpoints();
        int first = preferred;
        for (int i = 0; ; i++) {
            int index = (first + i) % endpoints.size();
            try {
                Answer answer = askOne(endpoints.get(index), method, path, body);
                preferred = index;
                return answer;
            } catch (RegistryException e) {
                if (i == endpoints.size() - 1) {
                    throw e;
                }
            }
        }
    }

    private Answer askOne(Endpoint endpoint, String method, String path, @Nullable String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve(path))
                        .timeout(settings.readTimeout())
                        .header("Accept", MEDIA_TYPE)
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        endpoint.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return read(
                    endpoint,
                    client.send(
                            request.build(),
                            BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX)));
        } catch (SSLException e) {
            throw RegistryException.unreachable(
                    "The schema registry at %s and we don't agree on TLS: %s."
                            .formatted(endpoint.url(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw RegistryException.unreachable(
                    "The schema registry at %s does not answer (%s)."
                            .formatted(endpoint.url(), reason(e)),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Answer read(Endpoint endpoint, HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            // A proxy's page, say. Its status still tells whether to ask again.
            body = JSON.missingNode();
            if (status / 100 == 2) {
                throw RegistryException.unreadable(
                        "What answers at %s does not speak a schema registry's JSON."
                                .formatted(endpoint.url()),
                        e);
            }
        }
        if (status == 429 || status >= 500) {
            int code = body.path("error_code").asInt(0);
            throw RegistryException.unavailable(status, code, sentence(status, body));
        }
        return new Answer(status, body);
    }

    private static String sentence(int status, JsonNode body) {
        String said = body.path("message").asText("");
        return said.isEmpty()
                ? "The schema registry answered %d.".formatted(status)
                : "The schema registry answered %d: %s".formatted(status, said);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RegistryException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return RegistryException.unreachable(
                "The wait for the schema registry was interrupted.", e);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
