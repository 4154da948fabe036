package dev.orrery.cli.execute;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes the id of a run that this process begins: its time, its deployment's affinity, chance. */
final class RunIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final long AFFINITY_HIGH = 0xFFFL;
    private static final long AFFINITY_LOW = 0xFL << 58;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_2 = 1L << 63;
    private static final long LAST_58_BITS = (1L << 58) - 1;

    private RunIds() {}

    /** The affinity has the same place in the ids of deployments and of runs. */
    static UUID next(UUID deployment, long unixMillis) {
        long most =
                (unixMillis << 16)
                        | VERSION_8
                        | (deployment.getMostSignificantBits() & AFFINITY_HIGH);
        long least =
                VARIANT_2
                        | (deployment.getLeastSignificantBits() & AFFINITY_LOW)
                        | (RANDOM.nextLong() & LAST_58_BITS);
        return new UUID(most, least);
    }
}
