package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.output.OutputLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what an attempt said, and checks that its lines are numbered without a gap. */
final class Recorder implements Progress {

    private final AtomicInteger begun = new AtomicInteger();
    private final List<OutputLine> lines = new ArrayList<>();
    private long next = 1;
    private Duration holdUp = Duration.ZERO;

    @Override
    public void began() {
        begun.incrementAndGet();
    }

    @Override
    public synchronized void printed(long firstLine, List<OutputLine> more) {
        // Each attempt begins at 1 again.
        assertThat(firstLine).isIn(1L, next);
        next = firstLine + more.size();
        lines.addAll(more);
        awaitNothing(holdUp);
        holdUp = Duration.ZERO;
    }

    /** Takes so long over the next lines, as a log does that is behind. */
    synchronized void holdUp(Duration next) {
        holdUp = next;
    }

    private static void awaitNothing(Duration time) {
        try {
            assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    int begun() {
        return begun.get();
    }

    synchronized List<String> texts(OutputLine.Stream stream) {
        return lines.stream()
                .filter(line -> line.stream() == stream)
                .map(OutputLine::text)
                .toList();
    }

    List<String> out() {
        return texts(OutputLine.Stream.OUT);
    }

    List<String> err() {
        return texts(OutputLine.Stream.ERR);
    }

    List<String> notes() {
        return texts(OutputLine.Stream.RUNNER);
    }
}
