package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.requested;
import static dev.orrery.commands.processor.Story.scheduled;
import static dev.orrery.commands.processor.Story.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client is answered. */
final class CommandDeskTest {

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

    /** A run is forgotten long before the answers of the commands to it are. */
    @Test
    void the_same_id_gets_the_first_answer_also_when_the_run_is_forgotten() {
        bench.ask(put(document()));
        var run = requested(bench);
        bench.ask("end", new CancelRun(run), null);
        var first = bench.ask("once", new RerunRun(run, null), null);
        bench.advance(Duration.ofMinutes(11));

        assertRefused(bench.ask("late", new RerunRun(run, null), null), "RUN_ARCHIVED");
        assertThat(bench.ask("once", new RerunRun(run, null), null)).isEqualTo(first);
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
    void a_dry_run_is_decided_and_nothing_is_written() {
        var created = (Accepted) bench.ask(dryRun("try"), put(document()));
        assertThat(created)
                .returns(Effect.CREATED, Accepted::effect)
                .returns(0L, Accepted::version);
        assertRefused(bench.ask(dryRun("bad"), put(document("nowhere"))), "POOL_UNKNOWN");
        assertThat(bench.events()).isEmpty();
        assertThat(bench.sent(Topics.REJECTIONS)).isEmpty();

        // Nor is its answer remembered: under the same id it is done.
        assertThat(bench.ask("try", put(document()), null)).isInstanceOf(Accepted.class);
        assertThat(bench.events()).hasSize(1);
        assertThat((Accepted) bench.ask(dryRun("try"), put(document())))
                .returns(Effect.UNCHANGED, Accepted::effect)
                .returns(1L, Accepted::version);
    }

    @Test
    void whoever_tries_what_can_not_be_tried_does_not_get_it_done() {
        bench.ask(put(document()));
        assertRefused(bench.ask(dryRun("x"), new DeleteDeployment(HELLO)), "INVALID_REQUEST");
        assertThat(bench.events()).hasSize(1);
    }

    private static CommandHeader dryRun(String id) {
        return new CommandHeader(
                new CommandId(id), "ada", null, null, ProcessorBench.INBOX, null, null, true);
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
    void a_reply_address_that_cannot_be_served_is_refused_and_stops_nobody() {
        var header =
                new CommandHeader(
                        new CommandId("x"), "ada", null, null, new ReplyTo("me", 99), null, null);
        var command = put(document());
        bench.send(
                Topics.COMMANDS,
                ProcessorBench.CODECS.commands().encode(command),
                ProcessorBench.signed(header, command));

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sent(Topics.REPLIES)).isEmpty();
        var kept = bench.sent(Topics.REJECTIONS).getFirst();
        assertThat(ProcessorBench.CODECS.refusals().decode(kept.value()).code())
                .isEqualTo("REPLY_ADDRESS_INVALID");
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
                assertThat(fewer.eventNames()).containsExactly("RunLate", "ScheduleSkipped");
                assertThat(fewer.sent(gpu)).isEmpty();
            }
            try (var again = serving(Set.of("default", "gpu"), before.log())) {
                again.advance(Duration.ofSeconds(11));
                assertThat(again.sent(gpu)).hasSize(1);
            }
        }
    }

    @Test
    void old_answers_are_forgotten_and_new_ones_kept_up_to_their_number() {
        bench.ask("old", put(document()), null);
        bench.advance(Duration.ofHours(24));
        bench.advance(Duration.ofHours(1));
        bench.ask("new", new PauseDeployment(HELLO), null);
        bench.ask("old", put(scheduled(60)), null);
        assertThat(bench.eventNames()).endsWith("DeploymentPaused", "DeploymentUpdated");
    }
}
