package dev.orrery.projections.api;

import dev.orrery.projections.api.Rebuilding.Part;
import dev.orrery.schemas.http.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which views are read and built, and how far that is. */
public final class RebuildRoutes {

    private final Rebuilding rebuilding;

    public RebuildRoutes(Rebuilding rebuilding) {
        this.rebuilding = rebuilding;
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
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        routes.get("/v1/audit/rebuilds", this::show, allow.apply(Role.VIEWER));
    }

    private void show(Context http) {
        var decided = rebuilding.decided();
        var building = decided.building();
        http.json(
                new Rebuild(
                        decided.version(),
                        decided.live(),
                        rebuilding.here(),
                        building,
                        building == null ? null : rebuilding.stopped(building),
                        building == null ? List.of() : rebuilding.progress(building)));
    }
}
