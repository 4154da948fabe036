package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Leased;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat.LeaseDue;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessorTest {

    private static final DeploymentId HELLO = DeploymentId.of("hello", "daily");
    private static final RunnerId RUNNER = RunnerId.of("laptop", 1);

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void an_accepted_command_appends_its_event_and_answers_with_the_position() {
        var reply = bench.ask(put(document()));

        assertThat(reply).isEqualTo(new Accepted(Effect.CREATED, HELLO.value(), 1, 0, 1));
        var event = bench.recorded().getFirst();
        assertThat(event.root()).isEqualTo(HELLO.key());
        assertThat(event.header().actor()).isEqualTo("ada");
        assertThat(event.header().reason()).isEqualTo("because");
        assertThat(event.header().previous()).isEqualTo(EventHash.NONE);
    }

    @Test
    void each_event_names_the_hash_of_the_one_before_it() {
        bench.ask(put(document()));
        bench.ask(new PauseDeployment(HELLO));

        var first = bench.sent(Topics.EVENTS).getFirst();
        var hash =
                ProcessorBench.FORMAT.hash(
                        first.key(), first.timestamp(), first.headers(), first.value());
        assertThat(bench.recorded().get(1).header().previous()).isEqualTo(hash);
    }

    @Test
    void the_same_id_gets_the_first_answer_and_does_nothing_again() {
        var first = bench.ask("once", put(document()), null);
        var again = bench.ask("once", put(document()), null);

        assertThat(again).isEqualTo(first);
        assertThat(bench.events()).hasSize(1);
    }

    @Test
    void the_same_id_with_another_command_is_refused() {
        bench.ask("once", put(document()), null);
        assertRefused(bench.ask("once", new PauseDeployment(HELLO), null), "COMMAND_ID_REUSED");
        assertThat(bench.events()).hasSize(1);
    }

    @Test
    void a_version_that_is_not_the_expected_one_is_refused() {
        bench.ask(put(document()));
        assertRefused(bench.ask("next", new PauseDeployment(HELLO), 7L), "VERSION_MISMATCH");
        assertThat(bench.ask("then", new PauseDeployment(HELLO), 1L)).isInstanceOf(Accepted.class);
    }

    @Test
    void what_must_be_there_or_must_not_is_looked_at_whatever_its_version() {
        var put = put(document());
        assertRefused(bench.ask("1", put, CommandHeader.PRESENT), "VERSION_MISMATCH");
        assertThat(bench.ask("2", put, CommandHeader.ABSENT)).isInstanceOf(Accepted.class);
        assertRefused(bench.ask("3", put, CommandHeader.ABSENT), "VERSION_MISMATCH");
        assertThat(bench.ask("4", put, CommandHeader.PRESENT)).isInstanceOf(Accepted.class);
        bench.ask(new DeleteDeployment(HELLO));
        assertRefused(bench.ask("5", put, CommandHeader.PRESENT), "VERSION_MISMATCH");
        assertThat(bench.ask("6", put, CommandHeader.ABSENT)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_command_after_its_deadline_is_not_done() {
        var late =
                new CommandHeader(
                        new CommandId("late"),
                        "ada",
                        null,
                        ProcessorBench.START.minusSeconds(1),
                        ProcessorBench.INBOX,
                        null,
                        null);
        assertRefused(bench.ask(late, put(document())), "DEADLINE_PASSED");
        assertThat(bench.events()).isEmpty();
    }

    @Test
    void a_refusal_is_kept_with_the_command_and_who_asked() {
        bench.ask(new PauseDeployment(HELLO));

        var kept = bench.sent(Topics.REJECTIONS).getFirst();
        var refused = ProcessorBench.CODECS.refusals().decode(kept.value());
        assertThat(refused.code()).isEqualTo("DEPLOYMENT_NOT_FOUND");
        assertThat(refused.actor()).isEqualTo("ada");
        assertThat(refused.commandType()).isEqualTo("PauseDeployment");
    }

    @Test
    void what_cannot_be_read_is_a_dead_letter_and_the_partition_goes_on() {
        bench.send(Topics.COMMANDS, null, new RecordHeaders());
        bench.send(Topics.COMMANDS, bytes("not avro"), new RecordHeaders());
        bench.send(Topics.COMMANDS, new byte[] {0, 0, 0, 99, 99, 1}, new RecordHeaders());
        bench.send(Topics.REPORTS, bytes("x"), new RecordHeaders());
        bench.send(Topics.HEARTBEATS, bytes("x"), new RecordHeaders());
        bench.send(Topics.COMMANDS, requestWith("{not json"), new RecordHeaders());
        bench.send(
                Topics.COMMANDS,
                bytes("big headers"),
                new RecordHeaders().add("junk", new byte[100_000]));

        assertThat(bench.sent(Topics.DEAD_LETTERS)).hasSize(7);
        var letter =
                ProcessorBench.CODECS
                        .deadLetters()
                        .decode(bench.sent(Topics.DEAD_LETTERS).get(1).value());
        assertThat(letter.topic()).isEqualTo(Topics.COMMANDS);
        assertThat(letter.reason()).isNotBlank();
        assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(bytes("not avro")));
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Limits.EVENT_BYTES_MAX + 1, 20 * 1024 * 1024})
    void a_command_that_is_too_large_is_a_dead_letter_and_the_partition_goes_on(int bytes) {
        var whole = ProcessorBench.CODECS.commands().encode(put(document()));
        for (var topic : List.of(Topics.COMMANDS, Topics.TRANSFERS, Topics.REPORTS)) {
            bench.send(topic, Arrays.copyOf(whole, bytes), new RecordHeaders());
        }

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sent(Topics.DEAD_LETTERS))
                .hasSize(3)
                .allSatisfy(letter -> {
                    assertThat(letter.value()).hasSizeLessThan(Topic.LETTER_BYTES_MAX - 1024);
                    assertThat(ProcessorBench.CODECS.deadLetters().decode(letter.value()).reason())
                            .isEqualTo("The value has more than 2031616 bytes.");
                });
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);
    }

    @Test
    void the_largest_deployment_has_room_in_the_changelog() {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < 60; i++) {
            environment.put("LARGE_" + i, "x".repeat(Limits.VARIABLE_CHARACTERS_MAX));
        }

        assertThat(bench.ask(put(document(environment)))).isInstanceOf(Accepted.class);
        int changelogBytesMax =
                Integer.parseInt(ProcessorTopology.CHANGELOG.get("max.message.bytes"));
        assertThat(bench.state().values())
                .anySatisfy(value -> assertThat(value).hasSizeGreaterThan(1_900_000))
                .allSatisfy(value -> assertThat(value).hasSizeLessThan(changelogBytesMax - 1024));
    }

    @Test
    void a_command_without_headers_is_done_for_an_unknown_client() {
        var command = ProcessorBench.CODECS.commands().encode(put(document()));
        bench.send(Topics.COMMANDS, command, new RecordHeaders());

        assertThat(bench.eventNames()).containsExactly("DeploymentCreated");
        assertThat(bench.sent(Topics.REPLIES)).isEmpty();
    }

    @Test
    void a_reply_address_that_cannot_be_served_is_refused_and_stops_nobody() {
        var header =
                new CommandHeader(
                        new CommandId("x"), "ada", null, null, new ReplyTo("me", 99), null, null);
        bench.send(
                Topics.COMMANDS,
                ProcessorBench.CODECS.commands().encode(put(document())),
                new CommandFormat().write(header, "PutDeployment", "test"));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sent(Topics.REJECTIONS)).hasSize(1);
        assertThat(bench.ask(put(document()))).isInstanceOf(Accepted.class);
    }

    @Test
    void an_unknown_pool_is_refused() {
        assertRefused(bench.ask(put(document("nowhere"))), "POOL_UNKNOWN");
    }

    @Test
    void after_a_restart_with_fewer_pools_nothing_is_sent_to_one_that_is_gone() {
        var gpu = Topics.dispatch("gpu");
        try (var before = serving(Set.of("default", "gpu"), new MemoryLog(List.of()))) {
            before.ask(put(scheduled("gpu", 60)));
            before.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
            assertThat(before.sent(gpu)).hasSize(1);

            try (var fewer = serving(Set.of("default"), before.log())) {
                assertRefused(
                        fewer.ask("later", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null),
                        "POOL_UNKNOWN");
                fewer.advance(Duration.ofSeconds(61));
                assertThat(fewer.eventNames()).containsExactly("ScheduleSkipped");
                assertThat(fewer.sent(gpu)).isEmpty();
            }
            try (var again = serving(Set.of("default", "gpu"), before.log())) {
                again.advance(Duration.ofSeconds(11));
                assertThat(again.sent(gpu)).hasSize(1);
            }
        }
    }

    @Test
    void a_run_is_announced_leased_started_and_completed() {
        var run = requested();
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(1);

        var fence = Fence.random();
        var leased = (Leased) bench.report(new LeaseRun(run, RUNNER, fence));
        assertThat(leased.attempt()).isEqualTo(1);
        assertThat(leased.specification().entrypoint()).isEqualTo(document().entrypoint());
        assertThat(leased.flow()).isEqualTo("hello");
        bench.report(new StartRun(run, fence));
        var finish = new FinishRun(run, fence, new Outcome.Completed(Json.parse("[1]")));
        bench.report(finish);

        assertThat(bench.eventNames())
                .containsExactly(
                        "DeploymentCreated",
                        "RunRequested",
                        "RunLeased",
                        "RunStarted",
                        "RunCompleted");
        assertThat(bench.report(finish)).isInstanceOf(Accepted.class);
        assertThat(bench.events()).hasSize(5);
    }

    @Test
    void a_lease_asked_for_again_with_its_fence_is_granted_again() {
        var run = requested();
        var fence = Fence.random();
        var first = bench.report(new LeaseRun(run, RUNNER, fence));
        assertThat(bench.report(new LeaseRun(run, RUNNER, fence))).isEqualTo(first);
        assertRefused(bench.report(new LeaseRun(run, RUNNER, Fence.random())), "NOT_QUEUED");
    }

    @Test
    void a_stale_fence_cannot_finish_a_run() {
        var run = leased(Fence.random());
        assertRefused(
                bench.report(new FinishRun(run, Fence.random(), new Outcome.Crashed("no"))),
                "STALE_FENCE");
    }

    @Test
    void a_cancelled_run_is_told_to_its_runner_and_ends_by_its_report() {
        var fence = Fence.random();
        var run = leased(fence);
        bench.ask(new CancelRun(run));

        var told = bench.sent(Topics.CONTROL).getLast();
        assertThat(ProcessorBench.CODECS.control().decode(told.value()))
                .isEqualTo(new Control.CancelWork(run, fence));
        bench.report(new FinishRun(run, fence, new Outcome.Cancelled("Stopped.")));
        assertThat(bench.eventNames()).endsWith("RunCancelRequested", "RunCancelled");
        assertRefused(bench.ask(new CancelRun(run)), "RUN_ENDED");
    }

    @Test
    void a_runner_that_starts_work_that_is_to_end_is_told_again() {
        var fence = Fence.random();
        var run = leased(fence);
        bench.ask(new CancelRun(run));
        var reply = bench.report(new StartRun(run, fence));

        assertThat(reply).isInstanceOf(Accepted.class);
        assertThat(bench.sent(Topics.CONTROL))
                .hasSize(2)
                .allSatisfy(told ->
                        assertThat(ProcessorBench.CODECS.control().decode(told.value()))
                                .isEqualTo(new Control.CancelWork(run, fence)));
        assertThat(bench.eventNames()).endsWith("RunCancelRequested");
    }

    /** The test driver hands the marker back at once, as nothing stands before it. */
    @Test
    void a_lease_that_is_not_renewed_expires_and_the_run_crashes() {
        var fence = Fence.random();
        var run = leased(fence);
        bench.advance(Duration.ofSeconds(14));
        bench.beat(new LeaseRenewed(run, fence));
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunLeased");

        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.sent(Topics.HEARTBEATS)).hasSize(1);
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunCrashed");
        assertThat(bench.sent(Topics.CONTROL)).hasSize(1);
        assertRefused(
                bench.report(new FinishRun(run, fence, new Outcome.Completed(null))),
                "STALE_FENCE");
    }

    @Test
    void a_marker_that_nobody_set_expires_nothing() {
        var fence = Fence.random();
        var run = leased(fence);
        bench.beat(new LeaseDue(run, fence));
        assertThat(bench.eventNames()).doesNotContain("RunLeaseExpired");
    }

    @Test
    void what_an_earlier_life_of_a_runner_held_has_crashed() {
        var run = leased(Fence.random());
        bench.report(new StartRunner(RunnerId.of("laptop", 2)));

        assertThat(bench.events().getLast())
                .isEqualTo(
                        new RunCrashed(
                                run, 1, "The runner was restarted while the run was executing."));
    }

    @Test
    void a_run_that_nobody_leases_is_announced_again() {
        requested();
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(2);
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(2);
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(3);
    }

    @Test
    void a_schedule_fires_at_its_nominal_time_with_the_clock_as_the_actor() {
        bench.ask(put(scheduled(60)));
        bench.advance(Duration.ofSeconds(59));
        assertThat(bench.eventNames()).containsExactly("DeploymentCreated", "ScheduleStarted");
        bench.advance(Duration.ofSeconds(1));

        assertThat(bench.eventNames()).endsWith("ScheduleFired", "RunRequested");
        var fired = bench.recorded().get(2);
        var requested = bench.recorded().get(3);
        assertThat(fired.header().actor()).isEqualTo("orrery");
        assertThat(requested.header().causation()).isEqualTo(fired.header().id());
        assertThat(fired.header().causation()).isEqualTo(bench.recorded().get(1).header().id());
        bench.advance(Duration.ofSeconds(60));
        assertThat(bench.eventNames()).hasSize(6);
    }

    @Test
    void a_deleted_deployment_fires_no_more() {
        bench.ask(put(scheduled(60)));
        bench.ask(new DeleteDeployment(HELLO));
        bench.advance(Duration.ofMinutes(5));
        assertThat(bench.eventNames()).endsWith("DeploymentDeleted", "ScheduleStopped");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_nominal_time_that_has_come_is_not_lost_when_its_deployment_changes_first(
            DeploymentCommand change, String name) {
        bench.ask(put(scheduled(60)));
        var late = ProcessorBench.START.plusSeconds(60);
        try (var busy = new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), late)) {
            // The clock has passed the nominal time, and the timer rings only after the command.
            var reply = (Accepted) busy.ask("change", change, null);

            assertThat(busy.eventNames())
                    .startsWith("ScheduleFired", "RunRequested", name)
                    .hasSize(4);
            assertThat(reply.subject()).isEqualTo(HELLO.value());
            assertThat(busy.recorded().getFirst().header().actor()).isEqualTo("orrery");
            busy.advance(Duration.ofSeconds(1));
            assertThat(busy.eventNames()).hasSize(4);
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(put(document()), "DeploymentUpdated"),
                Arguments.of(new PauseDeployment(HELLO), "DeploymentPaused"),
                Arguments.of(new DeleteDeployment(HELLO), "DeploymentDeleted"));
    }

    @Test
    void an_empty_store_rebuilds_the_same_state_from_the_log_alone() {
        bench.ask("a", put(scheduled(60)), null);
        bench.ask("b", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null);
        leased(Fence.random());
        bench.advance(Duration.ofSeconds(61));

        try (var rebuilt =
                new ProcessorBench(
                        ProcessorBench.SETTINGS,
                        bench.log(),
                        ProcessorBench.START.plusSeconds(61))) {
            assertThat(text(rebuilt.state())).isEqualTo(text(bench.state()));
            var again = rebuilt.ask("b", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null);
            assertThat(again).isInstanceOf(Accepted.class);
            assertThat(rebuilt.events()).isEmpty();
        }
    }

    @Test
    void timers_are_set_again_from_the_state_after_a_restart() {
        bench.ask(put(scheduled(60)));
        try (var restarted =
                new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), ProcessorBench.START)) {
            restarted.advance(Duration.ofSeconds(60));
            assertThat(restarted.eventNames()).containsExactly("ScheduleFired", "RunRequested");
        }
    }

    @Test
    void a_log_that_was_tampered_with_is_refused() {
        bench.ask(put(document()));
        bench.ask(new PauseDeployment(HELLO));
        var entries = new ArrayList<>(bench.log().entries());
        entries.removeFirst();
        var damaged = new ProcessorBench.MemoryLog(entries);

        assertThatThrownBy(() ->
                        new ProcessorBench(ProcessorBench.SETTINGS, damaged, ProcessorBench.START))
                .hasStackTraceContaining("LogDisagrees");
    }

    @Test
    void old_answers_are_forgotten_and_new_ones_kept_up_to_their_number() {
        bench.ask("old", put(document()), null);
        bench.advance(Duration.ofHours(25));
        bench.ask("new", new PauseDeployment(HELLO), null);
        bench.ask("old", put(scheduled(60)), null);
        assertThat(bench.eventNames()).endsWith("DeploymentPaused", "DeploymentUpdated");
    }

    @Test
    void an_ended_run_leaves_the_deciding_state() {
        var fence = Fence.random();
        var run = leased(fence);
        bench.report(new FinishRun(run, fence, new Outcome.Completed(null)));
        var before = bench.state().size();
        bench.advance(Duration.ofMinutes(11));
        assertThat(bench.state()).hasSize(before - 2);
        assertRefused(bench.ask(new CancelRun(run)), "RUN_ARCHIVED");
    }

    private RunId requested() {
        bench.ask(put(document()));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        return ((RunRequested) bench.events().getLast()).run();
    }

    private RunId leased(Fence fence) {
        var run = requested();
        bench.report(new LeaseRun(run, RUNNER, fence));
        return run;
    }

    private static void assertRefused(Reply reply, String code) {
        assertThat(reply).isInstanceOf(Rejected.class);
        assertThat(((Rejected) reply).code()).isEqualTo(code);
    }

    private static PutDeployment put(DeploymentDocument document) {
        return new PutDeployment("hello", "daily", document);
    }

    private static DeploymentDocument document() {
        return document(DeploymentDocument.DEFAULT_POOL);
    }

    private static DeploymentDocument document(String pool) {
        return document(pool, List.of());
    }

    private static ProcessorBench serving(Set<String> pools, MemoryLog log) {
        var settings = ProcessorSettings.of(ProcessorBench.PARTITIONS, "urn:orrery:bench", pools);
        return new ProcessorBench(settings, log, ProcessorBench.START);
    }

    private static DeploymentDocument scheduled(long seconds) {
        return scheduled(DeploymentDocument.DEFAULT_POOL, seconds);
    }

    private static DeploymentDocument scheduled(String pool, long seconds) {
        var interval = new ScheduleDocument.Interval(seconds, null);
        return document(
                pool, List.of(new ScheduleDocument("often", interval, Json.EMPTY_OBJECT, true)));
    }

    private static DeploymentDocument document(Map<String, String> environment) {
        return document(DeploymentDocument.DEFAULT_POOL, List.of(), environment);
    }

    private static DeploymentDocument document(String pool, List<ScheduleDocument> schedules) {
        return document(pool, schedules, Map.of());
    }

    private static DeploymentDocument document(
            String pool, List<ScheduleDocument> schedules, Map<String, String> environment) {
        return new DeploymentDocument(
                null,
                null,
                List.of(),
                new Entrypoint.Command(List.of("echo", "hello")),
                null,
                Json.EMPTY_OBJECT,
                environment,
                schedules,
                pool,
                Infrastructure.PROCESS,
                null);
    }

    /** As a client in another language would encode it, which knows JSON as a text. */
    private static byte[] requestWith(String parameters) {
        var whole =
                ProcessorBench.CODECS
                        .commands()
                        .encode(
                                new RequestRun(
                                        HELLO,
                                        null,
                                        Json.parse(
                                                "\""
                                                        + "x".repeat(parameters.length() - 2)
                                                        + "\"")));
        var end = bytes(parameters);
        System.arraycopy(end, 0, whole, whole.length - end.length, end.length);
        return whole;
    }

    private static Map<String, String> text(Map<Bytes, byte[]> rows) {
        var text = new HashMap<String, String>();
        rows.forEach((key, value) -> text.put(key.toString(), Bytes.wrap(value).toString()));
        return text;
    }

    private static byte[] bytes(@Nullable String text) {
        return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }
}
