package dev.orrery.schemas.signal;

import org.jspecify.annotations.Nullable;

/**
 * Which generation of the views every node reads, and which it builds beside it. Follows from the
 * events; kept where a node that starts finds it at once.
 *
 * @param version of the views, by which the later of two is known
 * @param live the generation that is read, 1 or more
 * @param building the generation that is being built; nothing when none is
 */
public record LiveViews(long version, int live, @Nullable Integer building) {

    /** Where nothing was ever decided. */
    public static final LiveViews FIRST = new LiveViews(0, 1, null);
}
