package dev.orrery.cli.http;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What somebody made a moment ago, perhaps the command before this one: the server takes it at once
 * and shows it a little later. The id of a run says when that was.
 */
final class JustMade {

    /** So long is a server asked again that does not know it. */
    static final Duration SHOWN_AFTER_MAX = Duration.ofSeconds(3);

    private static final Duration AGE_MAX = Duration.ofSeconds(15);

    /** Begins with the time, Unix milliseconds in twelve digits with a dash in them. */
    private static final Pattern RUN =
            Pattern.compile(
                    "/v1/runs/([0-9a-fA-F]{8})-([0-9a-fA-F]{4})(?:-[0-9a-fA-F]{4}){2}-[0-9a-fA-F]{12}"
                        + "(?:[/?].*)?");

    private JustMade() {}

    /** Whether a path names a run that is so young. */
    static boolean isNamedBy(String path, Instant now) {
        var named = RUN.matcher(path);
        if (!named.matches()) {
            return false;
        }
        long made = HexFormat.fromHexDigitsToLong(named.group(1) + named.group(2));
        var age = Duration.between(Instant.ofEpochMilli(made), now);
        return age.abs().compareTo(AGE_MAX) < 0;
    }
}
