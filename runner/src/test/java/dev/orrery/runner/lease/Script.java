package dev.orrery.runner.lease;

import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A processor that gives the answers of a list, and none when the list has ended. */
final class Script implements Reporting {

    private final Queue<CompletableFuture<Reply>> answers = new ArrayDeque<>();
    private final List<Report> heard = new ArrayList<>();

    Script answers(Reply... replies) {
        for (Reply reply : replies) {
            answers.add(CompletableFuture.completedFuture(reply));
        }
        return this;
    }

    Script answersNothing() {
        answers.add(new CompletableFuture<>());
        return this;
    }

    Script fails() {
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("no broker")));
        return this;
    }

    synchronized List<Report> heard() {
        return List.copyOf(heard);
    }

    @Override
    public synchronized CompletableFuture<Reply> ask(RootId root, Report.OfRun report) {
        heard.add(report);
        var answer = answers.poll();
        return answer == null ? new CompletableFuture<>() : answer;
    }

    @Override
    public synchronized CompletableFuture<Reply> ask(int partition, Report.StartRunner report) {
        heard.add(report);
        var answer = answers.poll();
        return answer == null ? new CompletableFuture<>() : answer;
    }

    @Override
    public synchronized void tell(RootId root, Report.OfRun report) {
        heard.add(report);
    }
}
