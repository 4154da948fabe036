package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import org.jspecify.annotations.Nullable;

/** What a client takes for granted of the thing that it wants changed. */
final class Expectation {

    private Expectation() {}

    /** The refusal of a command that expects something else than there is; nothing when it fits. */
    static Reply.@Nullable Rejected unmet(long expected, long version, boolean isThere) {
        if (expected == CommandHeader.ABSENT) {
            return isThere
                    ? Refusal.VERSION_MISMATCH.because(
                            "It is there already, in version " + version + ".")
                    : null;
        }
        if (expected == CommandHeader.PRESENT) {
            return isThere ? null : Refusal.VERSION_MISMATCH.because("It is not there.");
        }
        return expected == version
                ? null
                : Refusal.VERSION_MISMATCH.because(
                        "The version is " + version + " and not " + expected + "; read it again.");
    }
}
