package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One tracked run: it writes what happens to its journal, and a thread sends it on. */
final class TrackedRun {

    private static final long OUTPUT_DELAY_MILLIS = 100;
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A server that failed so shortly before the end is not asked again at the end. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** After the flow has ended: an attempt to connect, an answer, and as much again for output. */
    private static final Duration END_MAX = Duration.ofSeconds(12);

    private static final Duration LEFTOVERS_MAX = Duration.ofSeconds(5);

    private final UUID id;
    private final UUID fence = UUID.randomUUID();
    private final InstantSource clock = InstantSource.system();
    private final Api api;
    private final Journal journal;
    private final Output output;
    private final PrintStream terminal;
    private final Thread sender;
    private final Deque<Json.Obj> unsent = new ArrayDeque<>();
    private @Nullable Thread leftovers;
    private long failedAt;
    private boolean failed;
    private boolean refused;
    private boolean ending;
    private boolean sent;

    /**
     * @param terminal where a sentence about the journal goes
     * @throws IOException when the journal can't be written; the flow then runs untracked
     */
    TrackedRun(Path folder, Api api, Tracking.Called called, PrintStream terminal)
            throws IOException {
        this.api = api;
        this.terminal = terminal;
        var now = clock.instant();
        this.id = Requests.newRun(now);
        var first = Requests.start(id, fence, called, now);
        this.journal = Journal.create(folder, id, first);
        this.unsent.add(first);
        this.output = new Output(clock, System.out.charset(), System.err.charset());
        this.sender = Thread.ofPlatform().daemon().name("orrery-run").unstarted(this::sendAll);
        sender.start();
    }

    Output output() {
        return output;
    }

    /** Writes how it ended, and waits a bounded while for the server to know. */
    void finish(Json.Obj outcome) throws IOException {
        synchronized (this) {
            if (ending) {
                return;
            }
            output.end();
            writeOutput();
            append(Requests.finish(id.toString(), fence.toString(), outcome, clock.instant()));
            ending = true;
            notifyAll();
        }
        boolean interrupted = join(sender, END_MAX);
        settle();
        if (leftovers != null) {
            interrupted |= join(leftovers, LEFTOVERS_MAX);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was interrupted, which is for the flow's own code to hear of. */
    private static boolean join(Thread thread, Duration most) {
        try {
            thread.join(most);
            return false;
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** Deletes what the server knows, and says what it does not. */
    private synchronized void settle() throws IOException {
        sent = true;
        if (refused) {
            var aside = journal.setAside();
            say("the server refused the run %s (%s); see %s.".formatted(id, api.said(), aside));
        } else if (unsent.isEmpty()) {
            journal.delete();
        } else {
            journal.close();
            say(
                    "%s can't be reached; the run %s is kept in the journal %s and sent later."
                            .formatted(api.base(), id, journal.path()));
        }
    }

    private void say(String sentence) {
        terminal.println("orrery: " + sentence);
    }

    private void append(Json.Obj request) throws IOException {
        unsent.add(journal.append(request));
    }

    private void writeOutput() throws IOException {
        for (var lines = output.take(); !lines.isEmpty(); lines = output.take()) {
            append(Requests.output(id, fence, lines));
        }
    }

    private void sendAll() {
        try {
            while (sendSome()) {
                synchronized (this) {
                    if (!ending) {
                        // More lines follow the first one at once, and go together.
                        wait(OUTPUT_DELAY_MILLIS);
                    }
                    if (!ending) {
                        writeOutput();
                    }
                }
            }
        } catch (IOException | InterruptedException lost) {
            say("the run " + id + " is not told any more: " + lost);
        }
    }

    /** Sends what there is; whether there may be more. */
    private boolean sendSome() {
        while (true) {
            boolean isEnding;
            Json.Obj request;
            synchronized (this) {
                isEnding = ending;
                request = unsent.peekFirst();
                if (request == null || refused || sent || !mayTry(isEnding)) {
                    return !isEnding;
                }
            }
            var answer = api.send(request);
            synchronized (this) {
                if (sent) {
                    return false;
                }
                switch (answer) {
                    case UNREACHED, NOT_NOW -> {
                        failed = true;
                        failedAt = System.nanoTime();
                        continue;
                    }
                    case REFUSED -> {
                        // Output that the server does not take is lost; the run is worth more.
                        if (!Requests.isOutput(request)) {
                            refused = true;
                            continue;
                        }
                    }
                    case DONE -> failed = false;
                }
                unsent.removeFirst();
                lookForLeftovers();
            }
        }
    }

    private boolean mayTry(boolean isEnding) {
        long pause = (isEnding ? PAUSE : RETRY).toNanos();
        return !failed || System.nanoTime() - failedAt >= pause;
    }

    private void lookForLeftovers() {
        if (leftovers == null) {
            var folder = journal.path().toAbsolutePath().getParent();
            leftovers =
                    Thread.ofPlatform()
                            .daemon()
                            .name("orrery-journal")
                            .start(() -> pushLeftovers(folder));
        }
    }

    private void pushLeftovers(@Nullable Path folder) {
        try {
            if (folder != null) {
                JournalPush.push(folder, api.base());
            }
        } catch (IOException _) {
            // The folder went away, or the disk is full; it is tried again by the next run.
        }
    }
}
