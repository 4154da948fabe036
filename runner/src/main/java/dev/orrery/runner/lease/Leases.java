package dev.orrery.runner.lease;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The book of what this runner asked for and holds. */
final class Leases {

    private final LongSupplier nanos;
    private final Duration margin;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // By fence, not by run: a run may come back while an abandoned attempt at it is still ending.
    private final Map<Fence, Held> held = new HashMap<>();

    /** A lease, and how long it holds once it is granted. */
    private static final class Held {
        final Lease lease;
        @Nullable Term term;

        Held(Lease lease) {
            this.lease = lease;
        }
    }

    /**
     * What is due.
     *
     * @param renew leases to renew now
     * @param lost leases that hold no longer; each is named once
     * @param restNanos how long nothing will be due then
     */
    record Due(List<Lease> renew, List<Lost> lost, long restNanos) {}

    /**
     * A lease that holds no longer.
     *
     * @param lease which
     * @param grace how long its work may take to end
     */
    record Lost(Lease lease, Duration grace) {}

    Leases(Duration margin, LongSupplier nanos) {
        this.margin = margin;
        this.nanos = nanos;
    }

    /** Known from before it is asked for, since a word about it may come before the answer. */
    Lease add(RunReady ready) {
        return locked(() -> {
            var lease = Lease.of(ready);
            held.put(lease.fence(), new Held(lease));
            return lease;
        });
    }

    /**
     * @param sentNanos when it was asked for
     */
    void granted(Lease lease, Duration length, long sentNanos) {
        update(lease, _ -> Term.granted(sentNanos, length, margin));
    }

    /**
     * @param sentNanos when the renewal was sent that the log now has
     */
    void renewed(Lease lease, long sentNanos) {
        update(lease, term -> term == null ? null : term.renewed(sentNanos));
    }

    void remove(Lease lease) {
        locked(() -> held.remove(lease.fence()));
    }

    Optional<Lease> find(RunId run, Fence fence) {
        return locked(() ->
                Optional.ofNullable(held.get(fence))
                        .map(one -> one.lease)
                        .filter(lease -> lease.run().equals(run)));
    }

    List<Lease> all() {
        return locked(() -> held.values().stream().map(one -> one.lease).toList());
    }

    /** What is due now; who asks is who does it. */
    Due due() {
        return locked(this::dueNow);
    }

    /** Waits until something is due. */
    Due awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (; ; ) {
                var due = dueNow();
                if (!due.renew().isEmpty() || !due.lost().isEmpty()) {
                    return due;
                }
                changed.awaitNanos(due.restNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    private Due dueNow() {
        long now = nanos.getAsLong();
        var due = new Due(new ArrayList<>(), new ArrayList<>(), Long.MAX_VALUE);
        for (Held one : held.values()) {
            if (one.term != null) {
                due = due(one, one.term, now, due);
            }
        }
        return due;
    }

    private static Due due(Held one, Term term, long now, Due due) {
        if (term.isOver(now)) {
            one.term = null;
            // Half of the margin to end by itself, the other half to be killed.
            var grace = Duration.ofNanos(term.marginNanos() / 2);
            due.lost().add(new Lost(one.lease, grace));
            return due;
        }
        var next = term;
        if (term.renewalIsDue(now)) {
            due.renew().add(one.lease);
            next = term.renewalSent(now);
            one.term = next;
        }
        long rest = Math.min(due.restNanos(), next.restNanos(now));
        return new Due(due.renew(), due.lost(), rest);
    }

    private interface Change {
        @Nullable Term apply(@Nullable Term term);
    }

    private void update(Lease lease, Change change) {
        locked(() -> {
            var one = held.get(lease.fence());
            if (one != null) {
                one.term = change.apply(one.term);
                changed.signalAll();
            }
            return one;
        });
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
