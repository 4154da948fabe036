package dev.orrery.commands.api;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.reply.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Submits over Kafka. */
public final class ExchangeSubmission implements Submission {

    private final Exchange exchange;
    private final Duration timeout;
    private final InstantSource clock;

    /**
     * @param timeout how long an answer is waited for, and how long a command is worth doing
     */
    public ExchangeSubmission(Exchange exchange, Duration timeout, InstantSource clock) {
        this.exchange = exchange;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Reply> submit(CommandHeader header, Command command) {
        return exchange.command(header, command);
    }

    @Override
    public Instant deadline() {
        return clock.instant().plus(timeout);
    }
}
