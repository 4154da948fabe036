package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of this process that a server is told of: what happens is written to its journal, and a
 * thread of its own sends it on, in order, so that a server that is slow or away never holds up the
 * run. What earlier runs left is sent once the server has answered.
 */
public final class TrackedRun {

    private static final long OUTPUT_DELAY_MILLIS = 100;
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A server that failed so shortly before the end is not asked again at the end. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** After the flow has ended: an attempt to connect, an answer, and as much again for output. */
    private static final Duration END_MAX = Duration.ofSeconds(12);

    private static final Duration LIFE = Duration.ofSeconds(1);

    private static final Duration LEFTOVERS_MAX = Duration.ofSeconds(5);

    private final UUID id;
    private final UUID fence = UUID.randomUUID();
    private final InstantSource clock = InstantSource.system();
    private final Output output = new Output(clock, System.out.charset(), System.err.charset());
    private final Journals journals;
    private final Api api;
    private final Journal journal;
    private final Consumer<String> say;
    private final Thread sender;
    private final Deque<Json.Obj> unsent = new ArrayDeque<>();
    private @Nullable Thread leftovers;
    private @Nullable Answer started;
    private @Nullable Answer refused;
    private @Nullable Answer last;
    private long failedAt;
    private boolean failed;
    private long shownAt = System.nanoTime();
    private boolean ending;
    private boolean sent;

    private TrackedRun(
            Journals journals, String server, UUID id, Json.Obj what, Consumer<String> say)
            throws IOException {
        this.journals = journals;
        this.api = new Api(server);
        this.id = id;
        this.say = say;
        var start = Requests.start(id, fence, what, clock.instant());
        this.journal = Journal.create(journals.folder(), id, start);
        this.unsent.add(start);
        this.sender = Thread.ofPlatform().daemon().name("orrery-run").unstarted(this::sendAll);
    }

    /**
     * Begins to tell of a run.
     *
     * @param server its address, such as {@code http://localhost:4200}
     * @param id a UUID of version 8, as the server makes them of a time and an affinity
     * @param what the {@code flow} or the {@code deployment}, and where they are known {@code
     *     parameters}, {@code tags}, {@code entrypoint}, {@code path} and {@code parent}
     * @param say told in a sentence what people should know, from any thread
     * @throws IOException when the journal can't be written
     */
    public static TrackedRun begin(
            Journals journals, String server, UUID id, Json.Obj what, Consumer<String> say)
            throws IOException {
        var run = new TrackedRun(journals, server, id, what, say);
        run.sender.start();
        return run;
    }

    /** What the server said to the start; it is waited for, some seconds at most. */
    public synchronized Answer started() throws InterruptedException {
        while (started == null) {
            wait();
        }
        return started;
    }

    /** Tells no more of it and keeps nothing, since it never began. */
    public void forget() throws IOException {
        synchronized (this) {
            ending = true;
            sent = true;
            notifyAll();
        }
        journal.delete();
    }

    /**
     * Takes a line that the run printed.
     *
     * @param stream {@code out} or {@code err}
     * @param text without its end, of 16,384 characters at most
     */
    public void printed(Instant time, String stream, String text) {
        output.add(time, stream, text);
    }

    Output output() {
        return output;
    }

    /**
     * Writes how it ended, and waits some seconds for the server to know; what it does not know by
     * then stays in the journal.
     *
     * @param outcome its {@code kind}: completed, failed, crashed or cancelled; and where there are
     *     such, {@code result}, {@code message}, {@code exitCode}
     * @param name of the state that it ends in, finer than the outcome
     * @throws IOException when the journal can't be written
     */
    public void finish(Json.Obj outcome, @Nullable String name) throws IOException {
        synchronized (this) {
            if (ending) {
                return;
            }
            output.end();
            writeOutput();
            var now = clock.instant();
            append(Requests.finish(id.toString(), fence.toString(), outcome, name, now));
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
        if (refused != null) {
            var aside = journal.setAside();
            say("the server refused the run %s (%s); see %s.".formatted(id, refused, aside));
        } else if (unsent.isEmpty()) {
            journal.delete();
        } else {
            journal.close();
            say(
                    "%s %s; the run %s is kept in the journal %s and sent later."
                            .formatted(api.base(), why(), id, journal.path()));
        }
    }

    private String why() {
        if (last == null || last.kind() == Answer.Kind.DONE) {
            return "has not taken everything in time";
        }
        return last.kind() == Answer.Kind.UNREACHED
                ? "can't be reached"
                : "does not take it now (" + last + ")";
    }

    private void say(String sentence) {
        say.accept("orrery: " + sentence);
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
                    showLife();
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

    /** Should this process be killed, its journal says when it was last alive. */
    private void showLife() throws IOException {
        long now = System.nanoTime();
        if (!sent && now - shownAt >= LIFE.toNanos()) {
            shownAt = now;
            journal.touch();
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
                if (request == null || refused != null || sent || !mayTry(isEnding)) {
                    return !isEnding;
                }
            }
            var answer = api.send(request);
            synchronized (this) {
                last = answer;
                if (started == null) {
                    started = answer;
                    notifyAll();
                }
                if (sent) {
                    return false;
                }
                switch (answer.kind()) {
                    case UNREACHED, NOT_NOW -> {
                        failed = true;
                        failedAt = System.nanoTime();
                        continue;
                    }
                    case REFUSED -> {
                        // Output that the server does not take is lost; the run is worth more.
                        if (!Requests.isOutput(request)) {
                            refused = answer;
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
            leftovers =
                    Thread.ofPlatform().daemon().name("orrery-journal").start(this::pushLeftovers);
        }
    }

    private void pushLeftovers() {
        try {
            journals.push(api.base());
        } catch (IOException _) {
            // The folder went away, or the disk is full; it is tried again by the next run.
        }
    }
}
