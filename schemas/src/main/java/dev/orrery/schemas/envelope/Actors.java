package dev.orrery.schemas.envelope;

import java.util.regex.Pattern;

/** The names of those who ask: what a record claims never looks like what was verified. */
public final class Actors {

    /** Before the claim of a record that nobody signed; no verified actor begins so. */
    public static final String UNVERIFIED = "kafka:";

    /** How long a claim may be. */
    public static final int CLAIM_CHARACTERS_MAX = 200;

    private static final Pattern CLAIM = Pattern.compile("[!-~]{1," + CLAIM_CHARACTERS_MAX + "}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

    private Actors() {}

    /** Whether a record may call its author so: 1 to 200 printable ASCII characters, no spaces. */
    public static boolean isClaim(String text) {
        return CLAIM.matcher(text).matches();
    }

    /** The actor of a record that nobody signed; what no claim can have in it is a {@code ?}. */
    public static String unverified(String claim) {
        var printable = UNPRINTABLE.matcher(claim).replaceAll("?");
        int end = Math.min(printable.length(), CLAIM_CHARACTERS_MAX);
        return UNVERIFIED + printable.substring(0, end);
    }

    /** Whether it begins like the actor of a record that nobody signed, in whichever case. */
    public static boolean isUnverified(String actor) {
        return actor.regionMatches(true, 0, UNVERIFIED, 0, UNVERIFIED.length());
    }
}
