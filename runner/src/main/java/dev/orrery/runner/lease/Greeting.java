package dev.orrery.runner.lease;

import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.StartRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says hello on every partition, so that what an earlier life held is crashed at once. A partition
 * that is catching up with its log hears nothing, so each is greeted until it answers; one that has
 * heard it already hears nothing new. Used by one thread.
 */
final class Greeting {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final Reporting reporting;
    private final StartRunner hello;
    private final Set<Integer> silent = new HashSet<>();

    Greeting(Reporting reporting, StartRunner hello, int partitions) {
        this.reporting = reporting;
        this.hello = hello;
        for (int partition = 0; partition < partitions; partition++) {
            silent.add(partition);
        }
    }

    /**
     * Greets those that have not answered, and waits for their answers.
     *
     * @return whether all have answered now
     */
    boolean say(Duration patience) throws InterruptedException {
        var answers = new HashMap<Integer, CompletableFuture<Reply>>();
        silent.forEach(partition -> answers.put(partition, reporting.ask(partition, hello)));
        long deadline = System.nanoTime() + patience.toNanos();
        for (var answer : answers.entrySet()) {
            hear(answer, Math.max(0, deadline - System.nanoTime()));
        }
        return silent.isEmpty();
    }

    private void hear(Map.Entry<Integer, CompletableFuture<Reply>> answer, long nanos)
            throws InterruptedException {
        try {
            switch (answer.getValue().get(nanos, TimeUnit.NANOSECONDS)) {
                case Reply.Accepted _, Reply.Leased _ -> silent.remove(answer.getKey());
                case Reply.Rejected later -> LOG.debug("Partition {}: {}", answer.getKey(), later);
            }
        } catch (ExecutionException | TimeoutException late) {
            LOG.debug("Partition {} has not answered the greeting", answer.getKey(), late);
        }
    }

    /** How many have not answered. */
    int silent() {
        return silent.size();
    }
}
