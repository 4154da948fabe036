package dev.orrery.server.bench;

import dev.orrery.runner.work.Archives;
import dev.orrery.runner.work.Assignment;
import dev.orrery.runner.work.ProcessWork;
import dev.orrery.runner.work.Progress;
import dev.orrery.runner.work.Steering;
import dev.orrery.runner.work.Work;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Executes runs as child processes and notes when each began, or does nothing in their place. */
final class BenchWork implements Work, AutoCloseable {

    private final ProcessWork processes;
    private final Map<RunId, CompletableFuture<Long>> began = new ConcurrentHashMap<>();
    private volatile boolean forking;

    BenchWork(Path folder) throws IOException {
        processes = ProcessWork.open(WorkSettings.in(folder), Archives.NONE);
    }

    void fork() {
        forking = true;
    }

    void doNothing() {
        forking = false;
    }

    /** When the run's process was forked, by {@link System#nanoTime()}. */
    CompletableFuture<Long> began(RunId run) {
        return began.computeIfAbsent(run, _ -> new CompletableFuture<>());
    }

    @Override
    public Outcome run(Assignment assignment, Progress progress, Steering steering) {
        if (forking) {
            var noted = new Noted(progress, began(assignment.run()));
            return processes.run(assignment, noted, steering);
        }
        progress.began();
        return new Outcome.Completed(null);
    }

    @Override
    public void endLeftovers() throws IOException, InterruptedException {
        processes.endLeftovers();
    }

    @Override
    public void close() throws IOException {
        processes.close();
    }

    private record Noted(Progress progress, CompletableFuture<Long> moment) implements Progress {
        @Override
        public void began() {
            moment.complete(System.nanoTime());
            progress.began();
        }

        @Override
        public void printed(long firstLine, List<OutputLine> lines) {
            progress.printed(firstLine, lines);
        }
    }
}
