package dev.orrery.server.proof;

import dev.orrery.audit.verify.PartitionState;
import dev.orrery.audit.verify.Task;
import dev.orrery.audit.verify.Verification;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The verifications of this node, one at a time. One goes on as long as somebody asks about it, and
 * what it found is remembered for a while.
 */
final class Verifications implements AutoCloseable {

    /** How many are remembered. */
    static final int KEPT_MAX = 8;

    /** After which one that nobody asks about is ended, and then forgotten. */
    static final Duration UNASKED_MAX = Duration.ofMinutes(10);

    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** Begins a verification, which ends when it is no longer wanted. */
    interface Start extends BiFunction<Task, BooleanSupplier, Verification> {}

    /** One, and when somebody asked about it last. */
    private record Job(Verification verification, AtomicLong askedNanos) {}

    private final Map<VerificationId, Job> jobs = new LinkedHashMap<>();
    private final Start start;
    private final Supplier<Set<Integer>> here;
    private final LongSupplier nanos;

    /**
     * @param here the partitions that this node folds
     * @param nanos a clock
     */
    Verifications(Start start, Supplier<Set<Integer>> here, LongSupplier nanos) {
        this.start = start;
        this.here = here;
        this.nanos = nanos;
    }

    /**
     * Begins with all that is here.
     *
     * @throws ApiProblem while another one is under way here
     */
    synchronized void begin(VerificationId id) {
        if (job(id) == null) {
            throw new ApiProblem(
                    Refusal.VERIFICATION_UNDER_WAY,
                    "Another verification is under way on this node; wait for its end, or cancel"
                            + " it");
        }
        here.get().forEach(partition -> state(id, partition));
    }

    /** How far it is with a partition, which is begun with where that can be done here and now. */
    synchronized PartitionState state(VerificationId id, int partition) {
        var job = job(id);
        if (job == null) {
            return PartitionState.waiting(partition);
        }
        job.askedNanos.set(nanos.getAsLong());
        // One at a time: what an earlier one has still to do here waits until this one is over.
        if (here.get().contains(partition) && !isAnyOtherUnderWay(id)) {
            job.verification.begin(partition);
        }
        return job.verification.state(partition);
    }

    /** Ends it, a moment later; here it is not begun with again. */
    synchronized void cancel(VerificationId id) {
        var job = job(id);
        if (job != null) {
            job.verification.cancel();
        }
    }

    /** Nothing while another one is under way. */
    private @Nullable Job job(VerificationId id) {
        forget();
        var known = jobs.get(id);
        if (known != null) {
            return known;
        }
        if (jobs.values().stream().anyMatch(each -> !each.verification.isOver())) {
            return null;
        }
        var asked = new AtomicLong(nanos.getAsLong());
        var verification = start.apply(id.task(), () -> !isOlder(asked, UNASKED_MAX));
        var job = new Job(verification, asked);
        jobs.put(id, job);
        if (jobs.size() > KEPT_MAX) {
            var eldest = jobs.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return job;
    }

    private boolean isAnyOtherUnderWay(VerificationId id) {
        return jobs.entrySet().stream()
                .anyMatch(each ->
                        !each.getKey().equals(id) && !each.getValue().verification.isOver());
    }

    private void forget() {
        jobs.values()
                .removeIf(job -> job.verification.isOver() && isOlder(job.askedNanos, REMEMBERED));
    }

    private boolean isOlder(AtomicLong asked, Duration age) {
        return nanos.getAsLong() - asked.get() > age.toNanos();
    }

    @Override
    public synchronized void close() {
        jobs.values().forEach(job -> job.verification.close());
        jobs.clear();
    }
}
