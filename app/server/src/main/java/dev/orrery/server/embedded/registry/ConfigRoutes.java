package dev.orrery.server.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orrery.schemas.registry.Compatibility;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rules of compatibility, and the one mode that this registry is in. */
final class ConfigRoutes {
    private static final String MODE = "READWRITE";
    private static final List<String> OTHER_MODES =
            List.of("READONLY", "READONLY_OVERRIDE", "IMPORT", "FORWARD");

    private final Registry registry;

    ConfigRoutes(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/config", _ -> level(registry.globalLevel()));
        routes.add("PUT", "/config", r -> setLevel(Optional.empty(), r));
        routes.add("DELETE", "/config", _ -> clearLevel(Optional.empty()));
        routes.add("GET", "/config/{subject}", this::subjectLevel);
        routes.add("PUT", "/config/{subject}", r -> setLevel(Optional.of(r.path("subject")), r));
        routes.add("DELETE", "/config/{subject}", r -> clearSubjectLevel(r.path("subject")));
        routes.add("GET", "/mode", _ -> mode());
        routes.add("PUT", "/mode", ConfigRoutes::setMode);
        routes.add("GET", "/mode/{subject}", ConfigRoutes::subjectMode);
        routes.add("PUT", "/mode/{subject}", ConfigRoutes::setMode);
    }

    private JsonNode subjectLevel(Request request) {
        String subject = request.path("subject");
        Optional<Compatibility> own = registry.ownLevel(subject);
        if (own.isEmpty() && !request.flag("defaultToGlobal")) {
            throw noOwnLevel(subject);
        }
        return level(own.orElseGet(registry::globalLevel));
    }

    private JsonNode setLevel(Optional<String> subject, Request request) {
        String wanted = request.body().path("compatibility").asText();
        Compatibility level =
                Arrays.stream(Compatibility.values())
                        .filter(each -> each.name().equals(wanted))
                        .findFirst()
                        .orElseThrow(() -> unknownLevel(wanted));
        registry.setLevel(subject, level);
        return JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
    }

    private JsonNode clearSubjectLevel(String subject) {
        if (registry.ownLevel(subject).isEmpty()) {
            throw noOwnLevel(subject);
        }
        return clearLevel(Optional.of(subject));
    }

    private JsonNode clearLevel(Optional<String> subject) {
        registry.clearLevel(subject);
        return level(registry.globalLevel());
    }

    private static JsonNode setMode(Request request) {
        String wanted = request.body().path("mode").asText();
        if (OTHER_MODES.contains(wanted)) {
            throw new ApiError(42205, "This registry is always in the mode READWRITE.");
        }
        if (!wanted.equals(MODE)) {
            throw new ApiError(42204, "The mode '" + wanted + "' is not known.");
        }
        return mode();
    }

    private static JsonNode subjectMode(Request request) {
        if (!request.flag("defaultToGlobal")) {
            throw new ApiError(
                    40409, "Subject '" + request.path("subject") + "' has no mode of its own.");
        }
        return mode();
    }

    private static JsonNode mode() {
        return JsonNodeFactory.instance.objectNode().put("mode", MODE);
    }

    private static JsonNode level(Compatibility level) {
        return JsonNodeFactory.instance.objectNode().put("compatibilityLevel", level.name());
    }

    private static ApiError noOwnLevel(String subject) {
        return new ApiError(40408, "Subject '" + subject + "' has no compatibility of its own.");
    }

    private static ApiError unknownLevel(String wanted) {
        return new ApiError(
                42203,
                "The compatibility '%s' is not one of %s."
                        .formatted(wanted, Arrays.toString(Compatibility.values())));
    }
}
