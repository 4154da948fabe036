package dev.orrery.projections.view;

/**
 * What a deployment is called.
 *
 * @param flow the name of its flow
 * @param name its name, unique for the flow
 */
record DeploymentName(String flow, String name) {}
