package dev.orrery.server.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which code answers which method and path. A path's segments are decoded one by one. */
final class Routes {
    private final List<Route> all = new ArrayList<>();

    private record Route(String method, List<String> template, Function<Request, JsonNode> answer) {
        Optional<Map<String, String>> match(List<String> segments) {
            if (segments.size() != template.size()) {
                return Optional.empty();
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = template.get(i);
                if (expected.startsWith("{")) {
                    values.put(expected.substring(1, expected.length() - 1), segments.get(i));
                } else if (!expected.equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }
    }

    void add(String method, String template, Function<Request, JsonNode> answer) {
        all.add(new Route(method, segments(template), answer));
    }

    JsonNode answer(String method, String rawPath, String rawQuery, JsonNode body) {
        List<String> segments = segments(rawPath);
        boolean known = false;
        for (Route route : all) {
            Optional<Map<String, String>> values = route.match(segments);
            if (values.isPresent()) {
                known = true;
                if (route.method().equals(method)) {
                    return route.answer().apply(new Request(values.get(), query(rawQuery), body));
                }
            }
        }
        throw known
                ? new ApiError(405, "This path does not take " + method + ".")
                : new ApiError(404, "This registry has no such path.");
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .skip(1)
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                .toList();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return values;
    }
}
