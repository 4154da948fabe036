package dev.orrery.server.edge;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Supplier;

/** Whether the process lives, and whether it is ready: for whoever watches or balances it. */
public final class Health {

    private final Supplier<Map<String, Boolean>> parts;

    /**
     * @param parts what the process is made of, and whether each is ready
     */
    public Health(Supplier<Map<String, Boolean>> parts) {
        this.parts = parts;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/livez", http -> http.json(live()));
        routes.get("/readyz", this::ready);
    }

    /** Who asks from afar can see whether both ends are of one version. */
    static Map<String, Object> live() {
        return Map.of("live", true, "version", ServerVersion.text());
    }

    private void ready(Context http) {
        var now = parts.get();
        var ready = !now.containsValue(false);
        if (!ready) {
            http.status(503).header("Retry-After", "1");
        }
        http.json(Map.of("ready", ready, "parts", now));
    }
}
