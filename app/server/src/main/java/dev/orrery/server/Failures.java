package dev.orrery.server;

import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.commands.processor.LogDisagrees;
import dev.orrery.schemas.topic.CatalogueMismatch;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.node.StartStopped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a program that can't go on says so: one sentence for what the user can mend. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    static final int EXIT_CODE = 1;

    private Failures() {}

    static int tell(Throwable failure) {
        if (failure instanceof StartStopped) {
            return EXIT_CODE;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused
                    || cause instanceof CatalogueMismatch
                    || cause instanceof LogDisagrees
                    || cause instanceof LogUnavailable) {
                System.err.println("orrery: " + cause.getMessage());
                return EXIT_CODE;
            }
        }
        LOG.error("Orrery can't go on", failure);
        return EXIT_CODE;
    }
}
