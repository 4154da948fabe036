package dev.orrery.schemas.report;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, as its runner saw it, or the process that executed it by itself. Of a
 * message, 4,096 characters are kept.
 */
public sealed interface Outcome {

    /**
     * It ended well.
     *
     * @param result what it left as its result; more than 64 KiB are not kept
     */
    record Completed(@Nullable Json result) implements Outcome {}

    /**
     * It ended badly, by its own word.
     *
     * @param kind what sort of failure
     * @param exitCode of the process, where there was one
     * @param message why, as a sentence for people
     */
    record Failed(FailureKind kind, @Nullable Integer exitCode, String message)
            implements Outcome {}

    /**
     * The runner could not see it through.
     *
     * @param message why, as a sentence for people
     */
    record Crashed(String message) implements Outcome {}

    /**
     * It was ended because somebody wanted it. Where nobody did, the run has crashed.
     *
     * @param message how it ended, as a sentence for people
     */
    record Cancelled(String message) implements Outcome {}
}
