package dev.orrery.flows;

import dev.orrery.flows.json.Json;

/**
 * Makes of a deployment what the program {@code orrery} takes. Who loads files does so, and knows
 * deployments; they can't know it, so it is looked for when it is needed.
 */
public interface Describing {

    /**
     * @param spec of a program that runs
     * @throws SpecException when it can't be what it says
     */
    Json.Obj describe(DeploymentSpec spec);
}
