package dev.orrery.runner.work;

import dev.orrery.runner.work.ProcessTable.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A process and all that came of it. Belonging is by session, which survives the death of a parent,
 * by descent, which survives a new session, and by what was seen to belong before. Used by one
 * thread.
 */
final class ProcessTree {

    /** How long the system may take over killing, before we go on without. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private static final long PAUSE_MILLIS_MAX = 50;

    private final ProcessTable table;
    private final Set<Long> sessions = new HashSet<>();
    private final Set<Life> known = new HashSet<>();
    private boolean standing;

    private record Life(long pid, long start) {}

    /**
     * @param sessions the ids of sessions that are the tree's alone
     */
    ProcessTree(ProcessTable table, Set<Long> sessions) {
        this.table = table;
        this.sessions.addAll(sessions);
    }

    void add(Entry entry) {
        known.add(new Life(entry.pid(), entry.start()));
    }

    /** Counts those in whose environment has the text, wherever they went. */
    void addNaming(String text) {
        for (Entry entry : table.naming(text, table.entries())) {
            add(entry);
        }
    }

    /** Those of the tree that are alive. */
    List<Entry> members() {
        var others = new ArrayList<>(table.entries());
        long self = ProcessHandle.current().pid();
        others.removeIf(entry -> entry.pid() == self || entry.pid() <= 1);
        var members = new ArrayList<Entry>();
        var pids = new HashSet<Long>();
        for (boolean grew = true; grew; ) {
            grew =
                    others.removeIf(entry -> {
                        if (!belongs(entry, pids)) {
                            return false;
                        }
                        add(entry);
                        pids.add(entry.pid());
                        if (entry.pid() == entry.session()) {
                            sessions.add(entry.session());
                        }
                        return members.add(entry);
                    });
        }
        return members;
    }

    /** How many are alive still when those had so much time that were about to end anyway. */
    int membersAfter(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int alive = members().size();
        while (alive > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(PAUSE_MILLIS_MAX / 5);
            alive = members().size();
        }
        return alive;
    }

    private boolean belongs(Entry entry, Set<Long> members) {
        return sessions.contains(entry.session())
                || members.contains(entry.parent())
                || known.contains(new Life(entry.pid(), entry.start()));
    }

    /**
     * Lets all of it stand still, also what is forked meanwhile.
     *
     * @return false where this system has no way to
     */
    boolean standStill() throws InterruptedException {
        var stopped = new HashSet<Entry>();
        for (var moving = members(); !moving.isEmpty(); moving.removeAll(stopped)) {
            if (!Signal.STOP.send(moving)) {
                return false;
            }
            standing = true;
            stopped.addAll(moving);
            moving = members();
        }
        return true;
    }

    /** Lets it go on where it stands still. */
    void goOn() throws InterruptedException {
        if (standing) {
            Signal.CONT.send(members());
            standing = false;
        }
    }

    /**
     * Ends it: asks each process once, with SIGTERM, and kills what is left when the grace has
     * passed, whatever was forked meanwhile.
     *
     * @param graceNanosLeft how much of the grace is left; it may shrink while we wait
     * @return how many could not be killed
     */
    int end(LongSupplier graceNanosLeft) throws InterruptedException {
        var left = members();
        left.forEach(entry -> ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroy));
        // What stands still hears nothing but SIGKILL.
        goOn();
        long killingSince = 0;
        for (long pauseMillis = 1; !left.isEmpty(); left = members()) {
            if (graceNanosLeft.getAsLong() <= 0) {
                left.forEach(ProcessTree::kill);
                killingSince = killingSince == 0 ? System.nanoTime() : killingSince;
                if (System.nanoTime() - killingSince > KILL_PATIENCE.toNanos()) {
                    return left.size();
                }
            }
            Thread.sleep(pauseMillis);
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
        }
        return 0;
    }

    /** Kills at once, without looking whether it worked. */
    void kill() {
        members().forEach(ProcessTree::kill);
    }

    private static void kill(Entry entry) {
        ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Ends it within a grace that nobody shortens. */
    int end(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        return end(() -> deadline - System.nanoTime());
    }
}
