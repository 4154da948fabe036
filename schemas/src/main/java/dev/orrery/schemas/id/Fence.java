package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * The token of one lease. The runner makes it when it asks, the event of the lease records it, and
 * from then on only reports that carry it can change the run.
 *
 * @param value random, never made twice
 */
public record Fence(UUID value) {

    public static Fence random() {
        return new Fence(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
