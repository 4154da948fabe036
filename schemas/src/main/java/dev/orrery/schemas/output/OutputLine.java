package dev.orrery.schemas.output;

import java.time.Instant;

/**
 * One line.
 *
 * @param time when the runner read it, by the runner's clock
 * @param stream where it came from
 * @param text without the line break; bytes that are not UTF-8 are shown as U+FFFD
 */
public record OutputLine(Instant time, Stream stream, String text) {

    /** Where a line came from. */
    public enum Stream {
        OUT,
        ERR,
        /** The runner's own word about the run. */
        RUNNER
    }
}
