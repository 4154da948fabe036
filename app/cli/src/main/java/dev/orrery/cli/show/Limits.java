package dev.orrery.cli.show;

import dev.orrery.cli.terminal.Stop;

/** How many a list shows. */
public final class Limits {

    private Limits() {}

    /**
     * @param limit as it was typed, where 0 is all
     * @throws Stop when it is less
     */
    public static int of(int limit) {
        if (limit < 0) {
            throw Stop.usage("--limit takes a number from 0, which is all.");
        }
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }
}
