package dev.orrery.schemas.exchange;

import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait for an answer, by a ticket of their own: two may use the same command id at
 * the same time, for different commands even, and each must get the answer to what it asked.
 */
final class Waiting {

    private final Map<Long, Caller> callers = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();
    private final long timeoutNanos;

    Waiting(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /**
     * @param among whom the caller is counted
     * @throws TooManyInFlight when no more of them may wait
     */
    Caller enter(CommandId command, InFlight among) {
        among.enter();
        var caller =
                new Caller(
                        lastTicket.incrementAndGet(),
                        command,
                        among,
                        System.nanoTime() + timeoutNanos,
                        new CompletableFuture<>());
        callers.put(caller.ticket, caller);
        return caller;
    }

    /** The caller of the ticket, who waits no more; nothing when its time was up before. */
    @Nullable Caller leave(long ticket) {
        var caller = callers.remove(ticket);
        if (caller != null) {
            caller.among.leave();
        }
        return caller;
    }

    /** The caller of the ticket, if that command is what it waits for. */
    @Nullable Caller leave(long ticket, @Nullable String command) {
        var caller = callers.get(ticket);
        return caller != null && caller.command.value().equals(command) ? leave(ticket) : null;
    }

    void fail(long ticket, Throwable why) {
        var caller = leave(ticket);
        if (caller != null) {
            caller.answer.completeExceptionally(why);
        }
    }

    /** Tells those whose time is up. There are never many, so all are looked at. */
    void expire() {
        long now = System.nanoTime();
        for (Caller caller : callers.values()) {
            if (now - caller.untilNanos >= 0) {
                fail(caller.ticket, caller.timedOut("No answer came in time", null));
            }
        }
    }

    void failAll(String sentence, @Nullable Throwable cause) {
        for (Caller caller : callers.values()) {
            fail(caller.ticket, caller.timedOut(sentence, cause));
        }
    }

    /** Waits until nobody waits, or for so long. */
    void drain(Duration longest) {
        var answers = callers.values().stream().map(Caller::answer);
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // Whoever is left is told so when all is closed.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Somebody who asked.
     *
     * @param ticket its number in this process
     * @param command what it calls its command
     * @param among whom it is counted
     * @param untilNanos when it waits no longer
     * @param answer what it waits for
     */
    record Caller(
            long ticket,
            CommandId command,
            InFlight among,
            long untilNanos,
            CompletableFuture<Reply> answer) {

        TimedOut timedOut(String sentence, @Nullable Throwable cause) {
            return new TimedOut(command, sentence, cause);
        }
    }
}
