package dev.orrery.projections.api;

import dev.orrery.projections.past.LogTime;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The moment that a read is of: for each partition, the last event that had happened. It is said as
 * a time, or as a position; a partition that a position does not name is read as of the time of the
 * latest event that it names. That time may be on another node, so it is looked up once, and from
 * then on said with the position as {@code position@time}.
 */
final class AsOf {

    static final String AT = "at";
    static final String HEADER = "Orrery-As-Of";
    static final String MOMENTS = "/v1/audit/moments";
    private static final Pattern POSITION = Pattern.compile("\\d+\\s*:\\s*\\d+(?:,.*|@.*)?");
    private static final InstantSource CLOCK = InstantSource.system();

    private final Position named;
    private final @Nullable Instant rest;
    private final Map<Integer, Long> bounds = new HashMap<>();

    private AsOf(Position named, @Nullable Instant rest) {
        this.named = named;
        this.rest = rest;
    }

    /**
     * The moment that a request asks for.
     *
     * @throws ApiProblem when it names none, or one that has not been yet
     */
    static AsOf of(Context http, Query query, Visit views) {
        var asked = parse(query, views);
        if (views.isOfPeer()) {
            return asked;
        }
        if (asked.named.sequences().isEmpty()) {
            asked.requireBeen();
            return asked;
        }
        var known = asked.lookedUp(views);
        ClusterReading.goOnWith(http, AT, known.toString());
        return known;
    }

    private static AsOf parse(Query query, Visit views) {
        var text = query.text(AT);
        if (text == null) {
            throw wrong("Say the moment: ?at=2026-11-23T08:00:00Z or ?at=0:12,1:7");
        }
        if (!POSITION.matcher(text).matches()) {
            return new AsOf(Position.START, time(text));
        }
        int at = text.indexOf('@');
        var position =
                Query.position(at < 0 ? text : text.substring(0, at), AT, views.everywhere());
        return new AsOf(position, at < 0 ? null : time(text.substring(at + 1)));
    }

    /** Without an offset it is UTC. */
    private static Instant time(String text) {
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw wrong(
                    "It must be a time in UTC such as 2026-11-23T08:00:00Z, or a position such as"
                            + " 0:12,1:7, not "
                            + text);
        }
    }

    private void requireBeen() {
        if (rest != null && rest.isAfter(CLOCK.instant())) {
            throw wrong("The moment " + rest + " has not been yet");
        }
    }

    /** The same with the time of what it names, which must have happened. */
    private AsOf lookedUp(Visit views) {
        var moments = new Moments(views, this, new TreeSet<>(named.sequences().keySet()));
        var latest = Instant.EPOCH;
        var path = MOMENTS + "?" + AT + "=" + named;
        for (var moment : Moments.read(views.gather(moments, path)).values()) {
            if (moment.bound() > moment.end()) {
                throw wrong(
                        "The log has not come to "
                                + named
                                + " yet; of what was just written say "
                                + Wanted.POSITION
                                + " too");
            }
            latest = moment.time().isAfter(latest) ? moment.time() : latest;
        }
        return new AsOf(named, rest == null ? latest : rest);
    }

    /**
     * The sequence of the last event of a partition that had happened.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    long bound(ViewReader views, int partition) {
        var known = bounds.get(partition);
        if (known != null) {
            return known;
        }
        long found = find(views, partition);
        if (found > views.standing(partition).sequence()) {
            throw new Elsewhere(partition);
        }
        bounds.put(partition, found);
        return found;
    }

    /** The same, also where the views have not come to it. */
    long find(ViewReader views, int partition) {
        var exact = named.sequences().get(partition);
        if (exact != null) {
            return exact;
        }
        return rest == null ? 0 : new LogTime(views, partition).sequence(rest);
    }

    /** Tells of which moment an answer is, by all that was read for it. */
    void tell(Context http) {
        tell(http, bounds);
    }

    static void tell(Context http, Map<Integer, Long> bounds) {
        http.header(HEADER, new Position(new TreeMap<>(bounds)).toString());
    }

    private static ApiProblem wrong(String why) {
        return new ApiProblem(Refusal.INVALID_REQUEST, why, AT);
    }

    /** As a request says it; the same on each node. */
    @Override
    public String toString() {
        if (named.sequences().isEmpty()) {
            return String.valueOf(rest);
        }
        return rest == null ? named.toString() : named + "@" + rest;
    }
}
