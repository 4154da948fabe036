package dev.orrery.server.bench;

import dev.orrery.schemas.id.DeploymentId;
import java.io.IOException;

/**
 * The deployments of a measurement, one a slot, so that what is asked at once is of different ones.
 */
final class Deployments {

    private static final String DOCUMENT =
            """
            {"entrypoint":{"kind":"command","command":["true"]},"tags":["bench"]}\
            """;

    private Deployments() {}

    static void create(String address, int deployments) throws IOException {
        try (var line = HttpLine.open(address)) {
            for (int slot = 0; slot < deployments; slot++) {
                line.ask(HttpRequest.put(path(slot), DOCUMENT)).requireGood();
            }
        }
    }

    static String path(int slot) {
        return "/v1/deployments/bench/slot-" + slot;
    }

    static DeploymentId id(int slot) {
        return DeploymentId.of("bench", "slot-" + slot);
    }
}
