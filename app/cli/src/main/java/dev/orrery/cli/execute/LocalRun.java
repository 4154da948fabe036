package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.journal.Journal;
import dev.orrery.cli.journal.Sending;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server of a run that goes on here. Everything is journaled first and sent by a thread
 * of its own, so that a server that is slow or gone never holds up the run.
 */
final class LocalRun implements AutoCloseable {

    private static final int LINES_MAX = 500;
    private static final long PATIENCE_SECONDS = 10;

    private final Terminal terminal;
    private final Api api;
    private final UUID run;
    private final String fence = UUID.randomUUID().toString();
    private final Journal journal;
    private final ExecutorService sender =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final CompletableFuture<Void> endedElsewhere = new CompletableFuture<>();
    private @Nullable String unreached;
    private @Nullable Stop refused;

    private LocalRun(Terminal terminal, Api api, UUID run, Journal journal) {
        this.terminal = terminal;
        this.api = api;
        this.run = run;
        this.journal = journal;
    }

    /**
     * Begins to tell.
     *
     * @param start the body of the first request, without its fence
     * @throws Stop when the server refuses the run
     */
    static LocalRun begin(Terminal terminal, Api api, UUID run, JsonNode start) {
        try {
            var journal = Journal.create(Journal.folder(terminal), run);
            var local = new LocalRun(terminal, api, run, journal);
            var body = Json.object().put("fence", local.fence);
            start.properties().forEach(member -> body.set(member.getKey(), member.getValue()));
            var first = journal.append("PUT", "/v1/runs/" + run, body);
            if (Sending.of(api, first) instanceof Sending.Refused refusal) {
                journal.delete();
                throw refusal.stop();
            }
            return local;
        } catch (IOException unwritable) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The journal in "
                            + Journal.folder(terminal)
                            + " can't be written: "
                            + unwritable.getMessage());
        }
    }

    /** Done when somebody ended the run by the server. */
    CompletableFuture<Void> endedElsewhere() {
        return endedElsewhere;
    }

    void printed(long firstLine, List<OutputLine> lines) {
        for (int from = 0; from < lines.size(); from += LINES_MAX) {
            var body = Json.object().put("fence", fence);
            var array = body.putArray("lines");
            for (int i = from; i < Math.min(lines.size(), from + LINES_MAX); i++) {
                var line = lines.get(i);
                array.addObject()
                        .put("number", firstLine + i)
                        .put("time", line.time().toString())
                        .put("stream", stream(line.stream()))
                        .put("text", line.text());
            }
            tell("/output", body);
        }
    }

    void finish(Outcome outcome) {
        var body = Json.object().put("fence", fence);
        body.put("endedAt", Instant.now().toString());
        body.set("outcome", Outcomes.tree(outcome));
        tell("/finish", body);
    }

    /** Waits until all is sent, or says that it is journaled. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            var sent = sender.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (refused != null) {
                terminal.say("orrery: The run could not be told whole. " + refused.sentence());
            }
            if (sent && unreached == null) {
                journal.delete();
            } else {
                journal.close();
                terminal.say(
                        "orrery: The server does not know all of the run yet; 'orrery journal push'"
                                + " tells it.");
            }
        } catch (IOException failure) {
            terminal.say("orrery: The journal " + journal.path() + " can't be removed.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String below, JsonNode body) {
        try {
            var line = journal.append("POST", "/v1/runs/" + run + below, body);
            sender.execute(() -> send(line));
        } catch (IOException full) {
            terminal.say("orrery: The journal can't be written: " + full.getMessage());
        }
    }

    /** After one that did not arrive none is sent, since they are in order. */
    private void send(JsonNode line) {
        if (unreached != null || refused != null) {
            return;
        }
        switch (Sending.of(api, line)) {
            case Sending.Done _ -> {}
            case Sending.Ended _ -> endedElsewhere.complete(null);
            case Sending.Unreached failed -> unreached = failed.sentence();
            case Sending.Refused failed -> refused = failed.stop();
        }
    }

    private static String stream(OutputLine.Stream stream) {
        return switch (stream) {
            case OUT -> "out";
            // A note of ours about the run; the route knows the two streams of a process.
            case ERR, RUNNER -> "err";
        };
    }
}
