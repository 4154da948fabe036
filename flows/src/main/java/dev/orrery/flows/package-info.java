/**
 * What a user writes: flows as methods, deployments as values, and runs of one's own process that
 * are tracked.
 *
 * <pre>{@code
 * public class HelloFlow {
 *     @Flow
 *     public static void helloWorld(@Param(defaultValue = "world") String name) {
 *         System.out.println("Hello " + name + "!");
 *     }
 *
 *     @Deployment
 *     static final DeploymentSpec DAILY =
 *             DeploymentSpec.of("hello-world-daily", HelloFlow::helloWorld)
 *                     .withSchedule(Schedule.every(Duration.ofDays(1)));
 * }
 * }</pre>
 */
@NullMarked
package dev.orrery.flows;

import org.jspecify.annotations.NullMarked;
