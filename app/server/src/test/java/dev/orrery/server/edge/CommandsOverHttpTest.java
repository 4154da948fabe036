package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.api.CommandRoutes;
import dev.orrery.commands.api.Submission;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.exchange.TimedOut;
import dev.orrery.schemas.exchange.TooManyInFlight;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request reaches the processor, and what is answered without it. */
class CommandsOverHttpTest implements Submission {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<CommandHeader> submitted = new ArrayList<>();
    private CompletableFuture<Reply> answer =
            CompletableFuture.completedFuture(
                    Refusal.DEPLOYMENT_NOT_FOUND.because("There is none."));
    private final Edge edge =
            Wire.serve(
                    EdgeSettings.of("127.0.0.1", 0),
                    routes -> new CommandRoutes(this, _ -> true).addTo(routes, Allowed::new));

    @AfterEach
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "\"3\", 3", "W/\"3\", 3", "*, -1", "\"0\", 0"})
    void an_expected_version_is_passed_on(String match, long version) throws IOException {
        assertThat(pause("If-Match: " + match)).startsWith("HTTP/1.1 404");
        assertThat(submitted).singleElement().returns(version, CommandHeader::expectedVersion);
    }

    @Test
    void none_at_all_is_expected_of_what_must_not_be_there() throws IOException {
        pause("If-None-Match: *");
        pause("X: y");
        assertThat(submitted)
                .extracting(CommandHeader::expectedVersion)
                .containsExactly(CommandHeader.ABSENT, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Match: -1",
                "If-Match: +1",
                "If-Match: 18446744073709551615",
                "If-Match: \"1\", \"2\"",
                "If-Match: \"1",
                "If-Match: W/1",
                "If-Match: \"one\"",
                "If-Match:",
                "If-None-Match: \"3\"",
                "If-None-Match: 3",
            })
    void an_expectation_that_is_not_understood_is_refused(String header) throws IOException {
        assertThat(pause(header))
                .startsWith("HTTP/1.1 400")
                .contains("INVALID_REQUEST", header.substring(0, header.indexOf(':')));
        assertThat(submitted).isEmpty();
    }

    @Test
    void a_trace_is_passed_on_and_what_is_none_is_not() throws IOException {
        pause("traceparent: " + TRACE);
        pause("traceparent: " + "t".repeat(300));
        pause("traceparent: " + TRACE + "\u00e9");
        pause("traceparent: ff" + TRACE.substring(2));
        pause("traceparent: 00-" + "0".repeat(32) + "-00f067aa0ba902b7-01");
        assertThat(submitted)
                .extracting(CommandHeader::traceparent)
                .containsExactly(TRACE, null, null, null, null);
    }

    @Test
    void an_address_without_the_method_names_those_that_it_has() throws IOException {
        assertThat(Wire.ask(edge, "PATCH /v1/deployments/a/b", "Host: localhost"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: PUT, DELETE", "METHOD_NOT_ALLOWED");
    }

    @Test
    void too_many_in_flight_is_told_with_a_time_to_come_back() throws IOException {
        answer = CompletableFuture.failedFuture(new TooManyInFlight(7));
        assertThat(pause("X: y"))
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: 1", "application/problem+json", "TOO_MANY_REQUESTS");
    }

    @Test
    void an_answer_that_does_not_come_is_told_with_the_id_to_ask_again_with() throws IOException {
        var id = new CommandId("mine");
        answer = CompletableFuture.failedFuture(new TimedOut(id, "No answer", null));
        assertThat(pause("Idempotency-Key: mine"))
                .startsWith("HTTP/1.1 504")
                .contains("Orrery-Command-Id: mine", "Retry-After: 1", "TIMED_OUT")
                .contains("the idempotency key mine");
        assertThat(submitted).singleElement().returns(id, CommandHeader::id);
    }

    private String pause(String header) throws IOException {
        return Wire.ask(edge, "POST /v1/deployments/a/b/pause", "Host: localhost", header);
    }

    @Override
    public CompletableFuture<Reply> submit(CommandHeader header, Command command) {
        submitted.add(header);
        return answer;
    }

    @Override
    public Instant deadline() {
        return Instant.EPOCH;
    }
}
