package dev.orrery.projections.generation;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which views are read and built, and how far that is. */
public final class RebuildRoutes {

    private final Generations generations;

    public RebuildRoutes(Generations generations) {
        this.generations = generations;
    }

    /**
     * @param version of what was decided about the views, 0 before the first decision
     * @param live the generation that was decided to be read
     * @param here the one that this node reads, which follows
     * @param building the one that is built beside it; nothing when none is
     * @param stopped why it can't be built on this node; nothing where it can
     * @param progress of what is built, of all nodes together
     */
    private record Rebuild(
            long version,
            int live,
            int here,
            @Nullable Integer building,
            @Nullable String stopped,
            List<Part> progress) {}

    /**
     * @param topic that is folded
     * @param partition of it
     * @param position the offset up to which it is folded
     * @param end the offset of its end
     */
    private record Part(String topic, int partition, long position, long end) {}

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        routes.get("/v1/audit/rebuilds", this::show, allow.apply(Role.VIEWER));
    }

    private void show(Context http) {
        var decided = generations.decided();
        var building = decided.building();
        http.json(
                new Rebuild(
                        decided.version(),
                        decided.live(),
                        generations.live().generation(),
                        building,
                        building == null ? null : generations.stopped(building),
                        building == null ? List.of() : progress(building)));
    }

    private List<Part> progress(int building) {
        try {
            return generations.progress(building).stream()
                    .map(each ->
                            new Part(
                                    each.partition().topic(),
                                    each.partition().partition(),
                                    each.position(),
                                    each.end()))
                    .toList();
        } catch (ExecutionException silent) {
            throw new ApiProblem(
                    Refusal.NOT_READY, "Kafka does not say how far it is; ask again in a second");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ApiProblem(Refusal.NOT_READY, "The server stops; ask another one");
        }
    }
}
