package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.Json;
import org.jspecify.annotations.Nullable;

/** How much is kept of what work leaves. */
final class Kept {

    /** How a message ends that had more. */
    private static final String CUT = "...";

    private Kept() {}

    /**
     * The work was done and said so: to fail it for a result that is too large could repeat it, and
     * to refuse the report would let the runner say it again until the lease is lost.
     */
    static @Nullable Json result(@Nullable Json result) {
        return result == null || result.bytes() <= Limits.RESULT_BYTES_MAX ? result : null;
    }

    static String message(String message) {
        if (message.length() <= Limits.MESSAGE_CHARACTERS_MAX) {
            return message;
        }
        int end = Limits.MESSAGE_CHARACTERS_MAX - CUT.length();
        boolean splits = Character.isHighSurrogate(message.charAt(end - 1));
        return message.substring(0, splits ? end - 1 : end) + CUT;
    }
}
