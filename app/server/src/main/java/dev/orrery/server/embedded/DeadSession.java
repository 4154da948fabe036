package dev.orrery.server.embedded;

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/**
 * The session of a node that was killed. A controller keeps a dead broker's place until its session
 * ends, for the broker may be alive elsewhere, and refuses the next one that long. Here it can't
 * be: the broker of this folder died with the process that had the folder's lock. So the session is
 * ended by moving the clock over it, and can be of the usual length: with a short one, a process
 * that stood still for a second, in a garbage collection or under a debugger, would lose its
 * partitions.
 */
final class DeadSession {
    private static final long ACTIVE_SECONDS_MAX = 30;
    private static final long LOOK_MILLIS = 5;

    private DeadSession() {}

    /** To be called between the start of the controller and that of the broker. */
    static void end(Controller controller, SkippingTime time, long sessionMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        awaitActive(controller);
        time.skip(TimeUnit.MILLISECONDS.toNanos(sessionMillis + 1));
    }

    /**
     * An active controller has counted the sessions from now on once it has done what it does when
     * it becomes active, and it answers a question only after that. The question is one that needs
     * no metadata version: a node that was killed in its very first start has none yet.
     */
    private static void awaitActive(Controller controller)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = Time.SYSTEM.nanoseconds() + TimeUnit.SECONDS.toNanos(ACTIVE_SECONDS_MAX);
        while (!controller.isActive()) {
            if (Time.SYSTEM.nanoseconds() > deadline) {
                throw new TimeoutException("The controller did not become active.");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        controller
                .findAllTopicIds(
                        new ControllerRequestContext(
                                new RequestHeaderData(),
                                KafkaPrincipal.ANONYMOUS,
                                OptionalLong.empty()))
                .get(ACTIVE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
