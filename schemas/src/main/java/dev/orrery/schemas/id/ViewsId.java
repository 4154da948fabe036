package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * The id of the views of an installation: there is one, the same in every log, on the partition of
 * affinity 0.
 *
 * @param value a UUID of version 8 with affinity 0
 */
public record ViewsId(UUID value) implements RootId {

    public static final ViewsId ONLY = new ViewsId(new Affinity(0).uuid(0, 0));

    @Override
    public String toString() {
        return value.toString();
    }
}
