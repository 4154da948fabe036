package dev.orrery.verify.server;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.id.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads and writes that go on for as long as this is open: single things and lists, some of them
 * from where a write was. None may be refused, and no reader may see the log from before where it
 * has seen it.
 */
public final class ReadLoad implements AutoCloseable {

    private static final String NAME = "load/one";

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean going = true;
    private volatile String written;

    /** A writer at the first server, and a reader at each. */
    public ReadLoad(Http... servers) {
        var first = servers[0];
        written = first.deploy(NAME, command("true", "0")).position();
        threads.add(Thread.ofVirtual().unstarted(() -> write(first)));
        for (var server : servers) {
            threads.add(Thread.ofVirtual().unstarted(() -> read(server)));
        }
        threads.forEach(Thread::start);
    }

    /** Returns when so many more reads were answered. */
    public void awaitMore(int count) {
        int enough = reads.get() + count;
        await("reads to be answered")
                .until(() -> {
                    assertThat(wrong).isEmpty();
                    return reads.get() >= enough;
                });
    }

    private void write(Http server) {
        for (int i = 1; going; i++) {
            var answer = server.deploy(NAME, command("true", Integer.toString(i)));
            if (answer.status() == 200) {
                written = answer.position();
            } else {
                wrong.add("write: " + answer.text());
            }
        }
    }

    private void read(Http server) {
        var seen = new TreeMap<Integer, Long>();
        try {
            while (going) {
                take(server.get("/v1/counts"), seen);
                take(server.get("/v1/deployments?limit=5"), seen);
                take(server.get("/v1/deployments/" + NAME), seen);
                var after = written;
                var one =
                        server.get(
                                "/v1/deployments/" + NAME,
                                "Orrery-Position",
                                after,
                                "Orrery-Wait",
                                "20");
                take(one, seen);
                if (!has(one, after)) {
                    wrong.add("asked for " + after + " and got " + one.position());
                }
            }
        } catch (RuntimeException broken) {
            wrong.add(broken.toString());
        }
    }

    private static boolean has(Answer answer, String position) {
        var wanted = Position.parse(position).sequences();
        var reached = Position.parse(answer.position()).sequences();
        return wanted.entrySet().stream()
                .allMatch(each -> reached.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    private void take(Answer answer, Map<Integer, Long> seen) {
        reads.incrementAndGet();
        if (answer.status() != 200) {
            wrong.add(answer.status() + ": " + answer.text());
            return;
        }
        if (!answer.header("Age").isEmpty()) {
            // A copy says how old it is.
            return;
        }
        Position.parse(answer.position())
                .sequences()
                .forEach((partition, sequence) -> {
                    long before = seen.merge(partition, sequence, Math::max);
                    if (before > sequence) {
                        wrong.add("back from " + partition + ":" + before + " to " + sequence);
                    }
                });
    }

    /** Ends it; all must have been well. */
    @Override
    public void close() throws InterruptedException {
        going = false;
        for (var thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }
}
