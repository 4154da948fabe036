package dev.orrery.server.edge;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers no page but our own. Nobody is asked who they are, so without this any page that a user
 * has open in a browser could deploy a command of its own and run it. A page can neither forge nor
 * leave out what is looked at here; programs, which could, have the user's rights anyway.
 */
final class KnownPages {

    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final Set<String> names;

    /**
     * @param hosts that this server is called by, beside those of the loopback
     */
    KnownPages(Set<String> hosts) {
        names = new HashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
        hosts.forEach(host -> names.add(Hosts.inAddress(host).toLowerCase(Locale.ROOT)));
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::check);
    }

    private void check(Context http) {
        http.header("X-Content-Type-Options", "nosniff");
        var host = http.header("Host");
        if (!isOurs(host)) {
            refuse(http, "This server answers to " + String.join(", ", names) + " only.", "Host");
        } else if (isForeign(http.header("Origin"), host)) {
            refuse(http, "Pages of other origins may not use this server.", "Origin");
        } else if (isFetchFromElsewhere(http)) {
            refuse(http, "Pages of other sites may not use this server.", "Sec-Fetch-Site");
        }
    }

    /**
     * A page whose name was pointed at 127.0.0.1 after it was loaded is of this server's origin, to
     * a browser; but the browser still says the page's name.
     */
    private boolean isOurs(@Nullable String host) {
        return host != null
                && names.contains(PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT));
    }

    private static boolean isForeign(@Nullable String origin, @Nullable String host) {
        return origin != null && !origin.equalsIgnoreCase("http://" + host);
    }

    /** To follow a link is no harm: the page that holds it sees nothing of the answer. */
    private static boolean isFetchFromElsewhere(Context http) {
        var site = http.header("Sec-Fetch-Site");
        if (site == null || site.equals("same-origin") || site.equals("none")) {
            return false;
        }
        var link =
                "navigate".equals(http.header("Sec-Fetch-Mode"))
                        && "document".equals(http.header("Sec-Fetch-Dest"))
                        && http.method().toString().equals("GET");
        return !link;
    }

    private static void refuse(Context http, String detail, String header) {
        Problem.of("FOREIGN_PAGE", "The request comes from elsewhere", 403, detail, header)
                .writeTo(http);
        http.skipRemainingHandlers();
    }
}
