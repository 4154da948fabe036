package dev.orrery.server.proof;

import dev.orrery.audit.log.KafkaPartition;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.verify.Verification;
import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.generation.Generations;
import dev.orrery.schemas.http.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.security.RouteRole;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Checkpoints and verifications of a node. */
public final class Proof implements AutoCloseable {

    private final Verifications verifications;
    private final ProofRoutes routes;

    /**
     * @param views that are compared
     * @param reads asks the nodes that have what is not here
     * @param kafka settings of a consumer of the log
     * @param log the name of the log
     * @param scratch a folder for rows that are compared
     */
    public Proof(
            Generations views, ReadApi reads, Map<String, String> kafka, String log, Path scratch) {
        Verification.clear(scratch);
        var format = LogFormat.of(new KafkaSchemas(kafka));
        verifications =
                new Verifications(
                        (task, isWanted) ->
                                Verification.ofViews(
                                        task,
                                        partition -> KafkaPartition.open(kafka, partition),
                                        format,
                                        views.rows(),
                                        scratch,
                                        isWanted),
                        views::partitions,
                        System::nanoTime);
        routes =
                new ProofRoutes(
                        reads,
                        verifications,
                        log,
                        views.partitionCount(),
                        InstantSource.system(),
                        RandomGenerator.getDefault());
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig config, Function<Role, RouteRole> allow) {
        routes.addTo(config, allow);
    }

    /** Ends what goes on. */
    @Override
    public void close() {
        verifications.close();
    }
}
