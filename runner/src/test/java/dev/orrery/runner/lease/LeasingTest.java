package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runner.lease.Leasing.Answer;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeasingTest {

    private static final RunnerId RUNNER = RunnerId.of("runner", 1);
    private static final Reply DONE = new Reply.Accepted(Effect.CHANGED, new UUID(0, 0), 1, 0, 1);

    private final Script script = new Script();
    private final Leases leases = new Leases(Duration.ofSeconds(1), System::nanoTime);
    private final Leasing leasing =
            new Leasing(script, leases, RUNNER, "anvil", Duration.ofMillis(300));
    private final RunReady ready = LeasesTest.ready();

    @Test
    void a_granted_run_is_held() throws Exception {
        var terms = leased(ready);
        script.answers(terms);
        var answer = leasing.ask(ready);
        var lease = leases.all().getFirst();
        assertThat(answer).isEqualTo(new Answer.Granted(lease, terms));
        assertThat(script.heard())
                .containsExactly(new LeaseRun(ready.run(), RUNNER, lease.fence(), "anvil"));
        assertThat(leases.due().restNanos()).isLessThan(Long.MAX_VALUE);
    }

    @Test
    void a_refused_run_is_forgotten() throws Exception {
        script.answers(Refusal.NOT_QUEUED.because("The run has ended."));
        assertThat(leasing.ask(ready)).isEqualTo(new Answer.Refused());
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void a_lost_answer_is_asked_for_again_with_the_same_fence() throws Exception {
        script.fails().answersNothing().answers(leased(ready));
        assertThat(leasing.ask(ready)).isInstanceOf(Answer.Granted.class);
        assertThat(script.heard()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(script.heard().stream().distinct()).hasSize(1);
    }

    @Test
    void without_an_answer_the_run_is_given_back_in_case_it_was_granted() throws Exception {
        var answer = leasing.ask(ready);
        assertThat(answer).isInstanceOf(Answer.Unanswered.class);
        assertThat(leases.all()).isEmpty();
        var lease = ((Answer.Unanswered) answer).lease();
        script.fails().answers(Refusal.NOT_READY.because("Starting."), DONE);
        leasing.giveBack(lease, "No answer.");
        assertThat(script.heard())
                .endsWith(new ReturnRun(lease.run(), lease.fence(), "No answer."))
                .filteredOn(ReturnRun.class::isInstance)
                .hasSize(3);
    }

    @Test
    void what_fails_at_once_is_asked_again_after_pauses_that_grow() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            script.fails();
        }
        assertThat(leasing.ask(ready)).isInstanceOf(Answer.Unanswered.class);
        assertThat(script.heard()).hasSizeBetween(2, 10);
    }

    @Test
    void a_processor_that_is_not_ready_has_not_answered() throws Exception {
        script.answers(Refusal.NOT_READY.because("Starting."));
        assertThat(leasing.ask(ready)).isInstanceOf(Answer.Unanswered.class);
    }

    static Reply.Leased leased(RunReady ready) {
        var specification =
                new RunSpecification(
                        new Entrypoint.Command(List.of("true")),
                        null,
                        null,
                        Json.EMPTY_OBJECT,
                        Map.of(),
                        List.of(),
                        "default",
                        Infrastructure.PROCESS,
                        null,
                        null,
                        null);
        return new Reply.Leased(
                ready.run(),
                ready.deployment(),
                "flow",
                1,
                Instant.parse("2026-11-01T02:00:00Z"),
                15_000,
                specification);
    }
}
