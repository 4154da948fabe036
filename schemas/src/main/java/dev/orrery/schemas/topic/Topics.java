package dev.orrery.schemas.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The names of the topics, and the catalogue of what each is like. */
public final class Topics {

    public static final String COMMANDS = "orrery.commands";
    public static final String REPORTS = "orrery.reports";
    public static final String TRANSFERS = "orrery.transfers";
    public static final String EVENTS = "orrery.events";
    public static final String REPLIES = "orrery.replies";
    public static final String REJECTIONS = "orrery.rejections";
    public static final String CONTROL = "orrery.control";
    public static final String HEARTBEATS = "orrery.heartbeats";
    public static final String LOGS = "orrery.logs";
    public static final String ARTIFACTS = "orrery.artifacts";
    public static final String SCHEMAS = "orrery.schemas";
    public static final String VIEWS = "orrery.views";
    public static final String DEAD_LETTERS = "orrery.dead-letters";

    private static final String DISPATCH = "orrery.dispatch.";

    /** What Kafka takes as the name of a topic. */
    private static final int NAME_CHARACTERS_MAX = 249;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Topics() {}

    /** The topic that wakes the runners of a work pool. */
    public static String dispatch(String pool) {
        return DISPATCH + pool;
    }

    /** The topic that wakes the runners of a work pool on one host. */
    public static String dispatch(String pool, String host) {
        return DISPATCH + pool + "." + host;
    }

    /** Whether a host can have the name: it is part of that of a topic. */
    public static boolean isHost(String name) {
        return HOST.matcher(name).matches();
    }

    /** Whether there can be a topic for the pool on the host. */
    public static boolean canDispatch(String pool, String host) {
        return isHost(host) && dispatch(pool, host).length() <= NAME_CHARACTERS_MAX;
    }

    /** The topics by which the runners on a host are woken. */
    static List<Topic> ofHost(List<String> pools, String host) {
        return pools.stream()
                .map(pool -> Topic.single(dispatch(pool, host), Keep.days(7)))
                .toList();
    }

    /** Every topic of an installation. */
    public static List<Topic> catalogue(List<String> pools) {
        var all = new ArrayList<Topic>();
        all.add(Topic.spread(COMMANDS, Keep.days(7)).large());
        all.add(Topic.spread(REPORTS, Keep.days(7)).large());
        all.add(Topic.spread(TRANSFERS, Keep.days(7)).large());
        all.add(Topic.spread(EVENTS, Keep.FOR_EVER).large().timedByWriter());
        all.add(Topic.spread(REPLIES, Keep.days(1)).large());
        all.add(Topic.spread(REJECTIONS, Keep.days(90)));
        all.add(Topic.spread(CONTROL, Keep.hours(1)));
        all.add(Topic.spread(HEARTBEATS, Keep.hours(1)));
        all.add(Topic.spread(LOGS, Keep.days(14)));
        all.add(Topic.single(ARTIFACTS, Keep.LATEST).large());
        all.add(Topic.single(SCHEMAS, Keep.LATEST));
        all.add(Topic.single(VIEWS, Keep.LATEST));
        all.add(Topic.single(DEAD_LETTERS, Keep.days(90)).upTo(Topic.LETTER_BYTES_MAX));
        // One partition: a wake-up then goes to whichever runner has room, and waits behind none.
        pools.forEach(pool -> all.add(Topic.single(dispatch(pool), Keep.days(7))));
        return List.copyOf(all);
    }
}
