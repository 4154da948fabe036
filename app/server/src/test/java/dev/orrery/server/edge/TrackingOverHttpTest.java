package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.api.OutputIntake;
import dev.orrery.commands.api.Submission;
import dev.orrery.commands.api.TrackingRoutes;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a process's reports reaches the processor and the log. */
class TrackingOverHttpTest implements Submission, OutputIntake {

    private static final String RUN = "/v1/runs/019ab5d0-5a00-8123-8456-0123456789ab";
    private static final String FENCE = "7f3c8a52-0000-4000-8000-0123456789ab";

    private static final String EXECUTED = "019ab5d0-5a00-8123-8456-0123456789ff";

    private final List<Command> submitted = new ArrayList<>();
    private final List<OutputChunk> appended = new ArrayList<>();
    private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Edge edge =
            Wire.serve(
                    EdgeSettings.of("127.0.0.1", 0),
                    routes ->
                            new TrackingRoutes(
                                            this,
                                            this,
                                            run ->
                                                    CompletableFuture.completedFuture(
                                                            run.toString().equals(EXECUTED)))
                                    .addTo(routes, Allowed::new));

    @AfterEach
    void stop() {
        client.close();
        edge.close();
    }

    @Test
    void a_run_is_passed_on_as_its_process_tells_it() throws Exception {
        var body =
                """
                {"flow":"hello","name":"mine","parameters":{"b":1},"tags":["x"],
                 "startedAt":"2026-11-22T12:00:00.5+02:00","fence":"%s","host":"laptop",
                 "processId":47,"entrypoint":"flow.py:hello","path":"/work"}\
                """
                        .formatted(FENCE);
        assertThat(send("PUT", "", body).statusCode()).isEqualTo(404);

        var tracked = ((TrackRun) submitted.getFirst()).tracked();
        assertThat(tracked.flow()).isEqualTo("hello");
        assertThat(tracked.deployment()).isNull();
        assertThat(tracked.startedAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00.500Z"));
        assertThat(tracked.processId()).isEqualTo(47);
        assertThat(tracked.fence().toString()).contains(FENCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'startedAt':'2026-11-22T12:00:00Z','fence':'F'} | /flow",
                "{'flow':'a','fence':'F'} | /startedAt",
                "{'flow':'a','startedAt':'2026-11-22T12:00:00','fence':'F'} | /startedAt",
                "{'flow':'a','startedAt':'2026-11-22T12:00:00Z'} | /fence",
                "{'flow':'a','startedAt':'2026-11-22T12:00:00Z','fence':'1-1-1-1-1'} | /fence",
                "{'deployment':'a/b','startedAt':'2026-11-22T12:00:00Z','fence':'F'} | /deployment",
                "{'flow':'a','colour':'red'} | /colour",
            })
    void a_field_that_is_wrong_is_named(String body, String field) throws Exception {
        var answer = send("PUT", "", body.replace('\'', '"').replace("F\"", FENCE + "\""));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"" + field + "\"");
        assertThat(submitted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'completed','result':null}|Completed",
                "{'kind':'completed'}|Completed",
                "{'kind':'failed','message':'no','exitCode':3}|Failed",
                "{'kind':'crashed','message':'gone'}|Crashed",
                "{'kind':'cancelled','message':'^C'}|Cancelled",
            })
    void each_way_to_end_is_understood(String outcome, String kind) throws Exception {
        send("POST", "/finish", finish(outcome.replace('\'', '"')));
        var finish = (FinishTracked) submitted.getFirst();
        assertThat(finish.outcome().getClass().getSimpleName()).isEqualTo(kind);
        if (finish.outcome() instanceof Outcome.Failed failed) {
            assertThat(failed.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void an_end_that_is_none_is_refused() throws Exception {
        var answer = send("POST", "/finish", finish("{\"kind\":\"exploded\"}"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/outcome/kind");
        assertThat(send("POST", "/finish", finish("{\"kind\":\"failed\"}")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void lines_keep_their_numbers_and_stand_together_where_they_follow() throws Exception {
        var answer = output(line(3, "three") + "," + line(4, "four") + "," + line(9, "nine"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"lines\":3}");
        assertThat(appended).extracting(OutputChunk::firstLine).containsExactly(3L, 9L);
        assertThat(appended).extracting(OutputChunk::attempt).containsOnly(1);
        assertThat(appended.getFirst().lines())
                .extracting(OutputLine::text)
                .containsExactly("three", "four");
    }

    @Test
    void many_lines_are_several_pieces_and_too_many_none() throws Exception {
        var large = "x".repeat(16_000);
        assertThat(output(lines(1, 10, large)).statusCode()).isEqualTo(202);
        assertThat(appended).extracting(OutputChunk::firstLine).containsExactly(1L, 5L, 9L);

        appended.clear();
        assertThat(output(lines(1, 1_000, "x")).statusCode()).isEqualTo(202);
        assertThat(output(lines(1, 1_001, "x")).statusCode()).isEqualTo(422);
        assertThat(output(line(0, "x")).body()).contains("/lines/0/number");
        assertThat(output(line(2, "x") + "," + line(2, "y")).body()).contains("/lines/1/number");
        assertThat(output(line(1, "x".repeat(16_385))).body()).contains("/lines/0/text");
        assertThat(appended).hasSize(1);
    }

    @Test
    void nobody_adds_to_the_output_of_a_run_that_a_runner_executes() throws Exception {
        var body = "{\"fence\":\"%s\",\"lines\":[%s]}".formatted(FENCE, line(1, "forged"));
        var answer = sendTo("/v1/runs/" + EXECUTED + "/output", "POST", body);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("A runner executes this run");
        assertThat(appended).isEmpty();
    }

    @Test
    void output_that_the_log_does_not_take_is_to_be_sent_again() throws Exception {
        taken = CompletableFuture.failedFuture(new IOException("away"));
        var answer = output(line(1, "x"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("TIMED_OUT");
    }

    private static String finish(String outcome) {
        return "{\"fence\":\"%s\",\"outcome\":%s,\"endedAt\":\"2026-11-22T12:00:00Z\"}"
                .formatted(FENCE, outcome);
    }

    private static String lines(int from, int to, String text) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> line(number, text))
                .collect(Collectors.joining(","));
    }

    private static String line(int number, String text) {
        return "{\"number\":%d,\"time\":\"2026-11-22T12:00:00Z\",\"stream\":\"out\",\"text\":\"%s\"}"
                .formatted(number, text);
    }

    private HttpResponse<String> output(String lines) throws IOException, InterruptedException {
        var body = "{\"fence\":\"%s\",\"lines\":[%s]}".formatted(FENCE, lines);
        return send("POST", "/output", body);
    }

    private HttpResponse<String> send(String method, String what, String body)
            throws IOException, InterruptedException {
        return sendTo(RUN + what, method, body);
    }

    private HttpResponse<String> sendTo(String path, String method, String body)
            throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + edge.port() + path);
        return client.send(
                HttpRequest.newBuilder(address)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public CompletableFuture<Reply> submit(CommandHeader header, Command command) {
        submitted.add(command);
        return CompletableFuture.completedFuture(Refusal.RUN_NOT_FOUND.because("There is none."));
    }

    @Override
    public CompletableFuture<Void> append(List<OutputChunk> chunks) {
        appended.addAll(chunks);
        return taken;
    }

    @Override
    public Instant deadline() {
        return Instant.EPOCH;
    }
}
