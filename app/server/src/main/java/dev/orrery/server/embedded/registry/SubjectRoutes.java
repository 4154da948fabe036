package dev.orrery.server.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.server.embedded.registry.RegistryRecord.Version;
import java.util.List;

/** Subjects, their versions, and the schemas behind the ids. */
final class SubjectRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;

    SubjectRoutes(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/", _ -> JSON.createObjectNode());
        routes.add("GET", "/subjects", this::subjects);
        routes.add("POST", "/subjects/{subject}", this::lookUp);
        routes.add("DELETE", "/subjects/{subject}", this::deleteSubject);
        routes.add("GET", "/subjects/{subject}/versions", this::versions);
        routes.add("POST", "/subjects/{subject}/versions", this::register);
        routes.add("GET", "/subjects/{subject}/versions/{version}", r -> json(version(r)));
        routes.add("GET", "/subjects/{subject}/versions/{version}/schema", r -> text(version(r)));
        routes.add("DELETE", "/subjects/{subject}/versions/{version}", this::deleteVersion);
        routes.add("GET", "/schemas/types", _ -> JSON.createArrayNode().add("AVRO"));
        routes.add("GET", "/schemas/ids/{id}", this::schema);
        routes.add("GET", "/schemas/ids/{id}/schema", r -> parse(registry.schema(r.id())));
        routes.add("GET", "/schemas/ids/{id}/versions", this::uses);
        routes.add("GET", "/schemas/ids/{id}/subjects", this::users);
        routes.add("POST", "/compatibility/subjects/{subject}/versions", this::testAll);
        routes.add("POST", "/compatibility/subjects/{subject}/versions/{version}", this::testOne);
    }

    private JsonNode subjects(Request request) {
        boolean deleted = request.flag("deleted");
        String prefix = request.query().getOrDefault("subjectPrefix", "");
        return JSON.valueToTree(
                registry.subjects(v -> deleted || !v.deleted()).stream()
                        .filter(subject -> subject.startsWith(prefix))
                        .toList());
    }

    private JsonNode lookUp(Request request) {
        String subject = request.path("subject");
        registry.require(subject);
        return json(registry.find(subject, request.schema()).orElseThrow(ApiError::noSchema));
    }

    private JsonNode register(Request request) {
        Registration wanted = new Registration(request.path("subject"), request.schema());
        int id = registry.registerAll(List.of(wanted)).getFirst();
        return JSON.createObjectNode().put("id", id);
    }

    private JsonNode versions(Request request) {
        return numbers(registry.require(request.path("subject")));
    }

    private JsonNode schema(Request request) {
        return JSON.createObjectNode().put("schema", registry.schema(request.id()));
    }

    private JsonNode uses(Request request) {
        return JSON.valueToTree(
                registry.uses(request.id()).stream()
                        .map(v ->
                                JSON.createObjectNode()
                                        .put("subject", v.subject())
                                        .put("version", v.version()))
                        .toList());
    }

    private JsonNode users(Request request) {
        return JSON.valueToTree(
                registry.uses(request.id()).stream().map(Version::subject).distinct().toList());
    }

    private JsonNode deleteSubject(Request request) {
        String subject = request.path("subject");
        boolean permanent = request.flag("permanent");
        List<Version> active = registry.active(subject);
        List<Version> gone = permanent ? registry.deleted(subject) : active;
        if (permanent && !active.isEmpty()) {
            throw new ApiError(40405, "Subject '" + subject + "' was not deleted first.");
        }
        if (gone.isEmpty()) {
            throw ApiError.noSubject(subject);
        }
        gone.forEach(version -> registry.delete(version, permanent));
        return numbers(gone);
    }

    private JsonNode deleteVersion(Request request) {
        Version version;
        if (!request.flag("permanent")) {
            version = version(request);
            registry.delete(version, false);
        } else {
            version = number(request, registry.deleted(request.path("subject")));
            registry.delete(version, true);
        }
        return IntNode.valueOf(version.version());
    }

    private JsonNode testAll(Request request) {
        return verdict(request, registry.active(request.path("subject")));
    }

    /** Nothing stands against the first schema of a subject, so "latest" may be missing. */
    private JsonNode testOne(Request request) {
        boolean first = registry.active(request.path("subject")).isEmpty();
        return verdict(
                request,
                first && request.path("version").equals("latest")
                        ? List.of()
                        : List.of(version(request)));
    }

    private JsonNode verdict(Request request, List<Version> against) {
        List<String> problems =
                registry.problems(request.path("subject"), request.schema(), against);
        ObjectNode verdict = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            verdict.set("messages", JSON.valueToTree(problems));
        }
        return verdict;
    }

    private Version version(Request request) {
        List<Version> active = registry.require(request.path("subject"));
        return switch (request.path("version")) {
            case "latest", "-1" -> active.getLast();
            default -> number(request, active);
        };
    }

    private static Version number(Request request, List<Version> among) {
        String wanted = request.path("version");
        if (!wanted.matches("[1-9][0-9]{0,8}")) {
            throw new ApiError(
                    42202, "The version '" + wanted + "' is neither a number from 1 nor 'latest'.");
        }
        return among.stream()
                .filter(v -> v.version() == Integer.parseInt(wanted))
                .findFirst()
                .orElseThrow(() -> ApiError.noVersion(wanted));
    }

    private static JsonNode numbers(List<Version> versions) {
        return JSON.valueToTree(versions.stream().map(Version::version).toList());
    }

    private static JsonNode json(Version version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }

    private static JsonNode text(Version version) {
        return parse(version.schema());
    }

    private static JsonNode parse(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema that was taken is not JSON.", e);
        }
    }
}
