package dev.orrery.server.proof;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.audit.verify.PartitionState;
import dev.orrery.audit.verify.Scope;
import dev.orrery.audit.verify.Task;
import dev.orrery.projections.api.PartitionAnswers;
import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Tally;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.checkpoint.Checkpoint;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Checkpoints and verifications over HTTP. */
final class ProofRoutes {

    private static final String VERIFICATIONS = "/v1/audit/verifications";
    private static final Set<String> FIELDS = Set.of("views", "from", "expect");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ReadApi reads;
    private final Verifications verifications;
    private final String log;
    private final int partitions;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param log the name of the log
     * @param partitions that it has
     */
    ProofRoutes(
            ReadApi reads,
            Verifications verifications,
            String log,
            int partitions,
            InstantSource clock,
            RandomGenerator random) {
        this.reads = reads;
        this.verifications = verifications;
        this.log = log;
        this.partitions = partitions;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var one = VERIFICATIONS + "/{id}";
        var operator = allow.apply(Role.OPERATOR);
        var state = reads.eachPartition(http -> new Progress(id(http), verifications::state));
        var cancel = reads.eachPartition(http -> new Progress(id(http), this::cancelled));
        routes.get(
                "/v1/audit/checkpoint",
                reads.eachPartition(_ -> new Places()),
                allow.apply(Role.VIEWER));
        routes.post(VERIFICATIONS, this::begin, operator);
        // Whoever looks may begin with a part of it, on a node that did not hear of it before.
        routes.get(one, state, operator);
        routes.post(one + "/cancel", cancel, operator);
        // As other nodes are asked.
        routes.get(one + "/cancel", cancel, operator);
    }

    private void begin(Context http) {
        var id = new VerificationId(random.nextLong(), task(http));
        verifications.begin(id);
        http.status(HttpStatus.ACCEPTED)
                .header("Location", VERIFICATIONS + "/" + id)
                .contentType(ContentType.APPLICATION_JSON)
                .result(MAPPER.createObjectNode().put("id", id.toString()).toString());
    }

    private PartitionState cancelled(VerificationId id, int partition) {
        verifications.cancel(id);
        return verifications.state(id, partition);
    }

    private static VerificationId id(Context http) {
        try {
            return VerificationId.parse(http.pathParam("id"));
        } catch (IllegalArgumentException malformed) {
            throw new ApiProblem(
                    Refusal.NOT_FOUND,
                    "There is no such verification; an id is what the request to begin it gave");
        }
    }

    private Task task(Context http) {
        var body = body(http);
        var views = body.path("views");
        if (!views.isMissingNode() && !views.isBoolean()) {
            throw invalid("/views", "'views' is true or false.");
        }
        var from = places(body, "from");
        var expected = places(body, "expect");
        if (from.size() + expected.size() > VerificationId.PLACES_MAX) {
            throw invalid(
                    "/expect",
                    "At most %d places are taken at once; orrery verify-log takes any number"
                            .formatted(VerificationId.PLACES_MAX));
        }
        var scope = views.asBoolean(false) ? Scope.LOG_AND_VIEWS : Scope.LOG;
        try {
            return new Task(scope, from, expected);
        } catch (IllegalArgumentException senseless) {
            throw invalid("/from", String.valueOf(senseless.getMessage()));
        }
    }

    private static JsonNode body(Context http) {
        JsonNode body;
        try {
            body = http.body().isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(http.body());
        } catch (JacksonException malformed) {
            throw new ApiProblem(Refusal.MALFORMED_BODY, "The body is not JSON.");
        }
        if (!body.isObject()) {
            throw new ApiProblem(Refusal.MALFORMED_BODY, "The body is an object.");
        }
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!FIELDS.contains(name)) {
                        throw invalid("/" + name, "There is no '" + name + "' here.");
                    }
                });
        return body;
    }

    private List<Place> places(JsonNode body, String name) {
        var places = new ArrayList<Place>();
        var given = body.path(name);
        if (!given.isMissingNode() && !given.isArray()) {
            throw invalid("/" + name, "'" + name + "' is a list of places.");
        }
        for (var each : given) {
            var pointer = "/" + name + "/" + places.size();
            var partition = each.path("partition");
            var sequence = each.path("sequence");
            if (!partition.isInt()
                    || !sequence.canConvertToLong()
                    || !sequence.isIntegralNumber()) {
                throw invalid(
                        pointer, "It is a place: a number 'partition', 'sequence', and 'hash'.");
            }
            if (partition.asInt() >= partitions) {
                throw invalid(
                        pointer + "/partition",
                        "This log has the partitions 0 to " + (partitions - 1) + ".");
            }
            try {
                places.add(
                        new Place(
                                partition.asInt(),
                                sequence.asLong(),
                                each.path("hash").asText("")));
            } catch (IllegalArgumentException malformed) {
                throw invalid(pointer, "It is no place: " + malformed.getMessage() + ".");
            }
        }
        return places;
    }

    private static ApiProblem invalid(String field, String message) {
        return new ApiProblem(Refusal.INVALID_REQUEST, message, field);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a node answers in JSON", impossible);
        }
    }

    private static void answer(Context http, ObjectNode json) {
        http.contentType(ContentType.APPLICATION_JSON).result(json.toString());
    }

    /** How far all partitions are with a verification. */
    private record Progress(
            VerificationId id, BiFunction<VerificationId, Integer, PartitionState> state)
            implements PartitionAnswers {

        @Override
        public byte[] of(ViewReader views, int partition) {
            return PartitionJson.of(state.apply(id, partition));
        }

        @Override
        public void answer(Context http, List<byte[]> all) {
            var answer = MAPPER.createObjectNode();
            var parts = all.stream().map(ProofRoutes::tree).toList();
            answer.put("id", id.toString());
            answer.put("state", PartitionJson.together(parts));
            answer.put("views", id.task().scope() == Scope.LOG_AND_VIEWS);
            answer.put("events", parts.stream().mapToLong(PartitionJson::events).sum());
            answer.put("of", parts.stream().mapToLong(PartitionJson::eventsAtLast).sum());
            answer.set(
                    "difference",
                    parts.stream()
                            .map(part -> part.path("difference"))
                            .filter(JsonNode::isObject)
                            .findFirst()
                            .orElse(MAPPER.nullNode()));
            answer.putArray("partitions").addAll(parts);
            ProofRoutes.answer(http, answer);
        }
    }

    /** The last event of each partition, as the views have it. */
    private final class Places implements PartitionAnswers {

        @Override
        public byte[] of(ViewReader views, int partition) {
            var tally = Tally.of(views.get(partition, Keys.tally()));
            var place = MAPPER.createObjectNode();
            place.put("partition", partition).put("sequence", tally.sequence());
            return PartitionJson.bytes(place.put("hash", tally.hash().hex()));
        }

        @Override
        public void answer(Context http, List<byte[]> all) {
            var answer = MAPPER.createObjectNode();
            answer.put("format", Checkpoint.FORMAT);
            answer.put("time", clock.instant().toString()).put("log", log);
            var places = answer.putArray("places");
            all.stream()
                    .map(ProofRoutes::tree)
                    .filter(place -> place.path("sequence").asLong() > 0)
                    .forEach(places::add);
            ProofRoutes.answer(http, answer);
        }
    }
}
