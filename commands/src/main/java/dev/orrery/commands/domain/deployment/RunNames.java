package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.id.RunId;

/** Names that people can say, made from a run's id: {@code amber-comet}. Not unique. */
public final class RunNames {

    private static final String[] COLOURS = {
        "amber", "azure", "bronze", "cobalt", "coral", "crimson", "dusky", "emerald",
        "golden", "indigo", "ivory", "jade", "lilac", "misty", "opal", "pearl",
        "rosy", "ruby", "russet", "sable", "saffron", "scarlet", "silver", "snowy",
        "sunny", "tawny", "teal", "umber", "velvet", "violet", "white", "yellow"
    };

    private static final String[] BODIES = {
        "altair", "antares", "apex", "aurora", "capella", "comet", "corona", "deneb",
        "eclipse", "equinox", "galaxy", "halo", "horizon", "io", "juno", "lyra",
        "meteor", "mira", "moon", "nebula", "nova", "orbit", "pallas", "polaris",
        "pulsar", "quasar", "rigel", "sirius", "solstice", "spica", "vega", "zenith"
    };

    private RunNames() {}

    public static String of(RunId run) {
        long bits = run.value().getLeastSignificantBits();
        return COLOURS[(int) (bits & 31)] + "-" + BODIES[(int) (bits >>> 5 & 31)];
    }
}
