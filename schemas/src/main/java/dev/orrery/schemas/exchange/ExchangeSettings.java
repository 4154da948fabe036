package dev.orrery.schemas.exchange;

import dev.orrery.schemas.signature.ClusterKeys;
import java.time.Duration;
import java.util.Optional;

/**
 * How an exchange behaves.
 *
 * @param source who it speaks for, a URI reference such as {@code /orrery/api}
 * @param actor of the reports that it sends; a command brings its own
 * @param commandsInFlightMax how many commands may wait for their answer at a time
 * @param reportsInFlightMax how many reports may, however many commands do
 * @param timeout how long an answer is waited for; a command that brings no deadline gets this one
 * @param drain how long a close waits for the answers that are still out
 * @param keys by which its commands are signed; without them, their actor is a claim
 */
public record ExchangeSettings(
        String source,
        String actor,
        int commandsInFlightMax,
        int reportsInFlightMax,
        Duration timeout,
        Duration drain,
        Optional<ClusterKeys> keys) {

    private static final int COMMANDS_IN_FLIGHT_MAX = 4_096;
    private static final int REPORTS_IN_FLIGHT_MAX = 4_096;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    public static ExchangeSettings of(String source, String actor) {
        return new ExchangeSettings(
                source,
                actor,
                COMMANDS_IN_FLIGHT_MAX,
                REPORTS_IN_FLIGHT_MAX,
                TIMEOUT,
                DRAIN,
                Optional.empty());
    }
}
