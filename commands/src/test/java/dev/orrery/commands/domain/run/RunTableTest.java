package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelRequested;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.completed;
import static dev.orrery.commands.domain.run.Runs.crashed;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finish;
import static dev.orrery.commands.domain.run.Runs.finishTracked;
import static dev.orrery.commands.domain.run.Runs.giveBack;
import static dev.orrery.commands.domain.run.Runs.late;
import static dev.orrery.commands.domain.run.Runs.lease;
import static dev.orrery.commands.domain.run.Runs.leaseExpired;
import static dev.orrery.commands.domain.run.Runs.leased;
import static dev.orrery.commands.domain.run.Runs.loseLease;
import static dev.orrery.commands.domain.run.Runs.overdue;
import static dev.orrery.commands.domain.run.Runs.recorded;
import static dev.orrery.commands.domain.run.Runs.requested;
import static dev.orrery.commands.domain.run.Runs.returned;
import static dev.orrery.commands.domain.run.Runs.start;
import static dev.orrery.commands.domain.run.Runs.started;
import static dev.orrery.commands.domain.run.Runs.track;
import static dev.orrery.commands.domain.run.Runs.trackedEnded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.World;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.OfRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every pair of what a run can be and what can be done to it. */
class RunTableTest {

    /**
     * What is decided where the action carries the fence of the last lease (where there was one). A
     * dot is: accepted, nothing changes. Capitals are: refused. A plus is: the lease expires first.
     */
    private static final String LAST_FENCE =
            """
                     absent  queued    later     late      leased     running    cancelling lost   ended  tracked   finished gone
            cancel   NO_RUN  cancelled cancelled cancelled cancelling cancelling .          ENDED  ENDED  cancelled ENDED    ENDED
            lease    NO_RUN  leased    TAKEN     leased    .          .          .          TAKEN  TAKEN  TAKEN     TAKEN    TAKEN
            start    NO_RUN  STALE     STALE     STALE     running    .          .          STALE  STALE  STALE     STALE    STALE
            complete NO_RUN  STALE     STALE     STALE     completed  completed  completed  STALE  .      STALE     STALE    STALE
            fail     NO_RUN  STALE     STALE     STALE     failed     failed     failed     STALE  .      STALE     STALE    STALE
            crash    NO_RUN  STALE     STALE     STALE     crashed    crashed    crashed    STALE  .      STALE     STALE    STALE
            stop     NO_RUN  STALE     STALE     STALE     crashed    crashed    cancelled  STALE  .      STALE     STALE    STALE
            return   NO_RUN  STALE     STALE     STALE     queued     STALE      cancelled  STALE  STALE  STALE     STALE    STALE
            lose     .       .         .         .         +crashed   +crashed   +cancelled .      .      .         .        .
            overdue  .       late      .         .         .          .          .          .      .      .         .        .
            track    tracked EXISTS    EXISTS    EXISTS    EXISTS     EXISTS     EXISTS     EXISTS EXISTS .         .        .
            finish   NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  finished  .        ENDED
            """;

    /** The same where it carries another fence. */
    private static final String OTHER_FENCE =
            """
                     absent  queued    later     late      leased     running    cancelling lost   ended  tracked   finished gone
            cancel   NO_RUN  cancelled cancelled cancelled cancelling cancelling .          ENDED  ENDED  cancelled ENDED    ENDED
            lease    NO_RUN  leased    TAKEN     leased    TAKEN      TAKEN      TAKEN      TAKEN  TAKEN  TAKEN     TAKEN    TAKEN
            start    NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            complete NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            fail     NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            crash    NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            stop     NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            return   NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            lose     .       .         .         .         .          .          .          .      .      .         .        .
            overdue  .       late      .         .         .          .          .          .      .      .         .        .
            track    tracked EXISTS    EXISTS    EXISTS    EXISTS     EXISTS     EXISTS     EXISTS EXISTS EXISTS    EXISTS   EXISTS
            finish   NO_RUN  STALE     STALE     STALE     STALE      STALE      STALE      STALE  STALE  STALE     STALE    STALE
            """;

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("RUN_NOT_FOUND", "NO_RUN"),
                    Map.entry("NOT_QUEUED", "TAKEN"),
                    Map.entry("STALE_FENCE", "STALE"),
                    Map.entry("RUN_ENDED", "ENDED"),
                    Map.entry("RUN_EXISTS", "EXISTS"),
                    Map.entry("RunTracked", "tracked"),
                    Map.entry("TrackedRunEnded", "finished"),
                    Map.entry("RunLate", "late"),
                    Map.entry("RunLeased", "leased"),
                    Map.entry("RunStarted", "running"),
                    Map.entry("RunReturned", "queued"),
                    Map.entry("RunCancelRequested", "cancelling"),
                    Map.entry("RunCancelled", "cancelled"),
                    Map.entry("RunCompleted", "completed"),
                    Map.entry("RunFailed", "failed"),
                    Map.entry("RunCrashed", "crashed"),
                    Map.entry("RunLeaseExpired", "+"));

    /** How a run comes to each state; its last lease had fence 1. */
    private static final Map<String, List<Event>> STATES =
            Map.ofEntries(
                    entry("absent"),
                    entry("queued", requested(), leased(), returned()),
                    entry("later", requested(NOON.plusMillis(1))),
                    entry("late", requested(), leased(), returned(), late()),
                    entry("leased", requested(), leased()),
                    entry("running", requested(), leased(), started()),
                    entry("cancelling", requested(), leased(), cancelRequested()),
                    entry("lost", requested(), leased(), leaseExpired("Away."), crashed("Away.")),
                    entry("ended", requested(), leased(), started(), completed()),
                    entry("tracked", recorded()),
                    entry("finished", recorded(), trackedEnded()),
                    entry("gone", recorded(), cancelled("Elsewhere.")));

    private static final Deployment OWNER =
            Deployment.evolve(Deployment.ABSENT, created(document()));

    private static final Map<String, Function<Fence, RunAction>> ACTIONS = new LinkedHashMap<>();

    static {
        ACTIONS.put("cancel", _ -> cancel());
        ACTIONS.put("lease", fence -> lease(fence));
        ACTIONS.put("start", fence -> start(fence));
        ACTIONS.put("complete", fence -> finish(fence, SUCCESS));
        ACTIONS.put(
                "fail",
                fence -> finish(fence, new Outcome.Failed(FailureKind.TIMED_OUT, null, "Late.")));
        ACTIONS.put("crash", fence -> finish(fence, new Outcome.Crashed("Gone.")));
        ACTIONS.put("stop", fence -> finish(fence, new Outcome.Cancelled("Stopped.")));
        ACTIONS.put("return", fence -> giveBack(fence));
        ACTIONS.put("lose", fence -> loseLease(fence, "Silence."));
        ACTIONS.put("overdue", _ -> overdue());
        ACTIONS.put("track", fence -> track(fence, OWNER));
        ACTIONS.put("finish", fence -> finishTracked(fence, SUCCESS));
    }

    @TestFactory
    Stream<DynamicTest> with_the_fence_of_the_last_lease() {
        return cells(LAST_FENCE, fence(1));
    }

    @TestFactory
    Stream<DynamicTest> with_another_fence() {
        return cells(OTHER_FENCE, fence(2));
    }

    @Test
    void the_tables_have_every_state_and_every_action() {
        var states = STATES.values().stream().map(RunTableTest::state).map(Run::getClass);
        var actions = ACTIONS.values().stream().map(action -> action.apply(fence(1))).toList();

        assertThat(states.collect(Collectors.toSet())).isEqualTo(kinds(Run.class));
        assertThat(actions.stream().map(RunAction::getClass).collect(Collectors.toSet()))
                .isEqualTo(kinds(RunAction.class));
        assertThat(reports(actions).map(OfRun::getClass).collect(Collectors.toSet()))
                .isEqualTo(kinds(OfRun.class));
        assertThat(
                        reports(actions)
                                .filter(FinishRun.class::isInstance)
                                .map(report -> ((FinishRun) report).outcome().getClass())
                                .collect(Collectors.toSet()))
                .isEqualTo(kinds(Outcome.class));
        for (var table : List.of(LAST_FENCE, OTHER_FENCE)) {
            assertThat(words(table.lines().findFirst().orElseThrow()))
                    .containsExactlyInAnyOrderElementsOf(STATES.keySet());
            assertThat(table.lines().skip(1).map(line -> words(line).getFirst()))
                    .containsExactlyElementsOf(ACTIONS.keySet());
        }
    }

    /** From the request on, whatever is done in whatever order is answered, and can be folded. */
    @Test
    void every_state_that_can_be_reached_takes_every_action() {
        var reached = new HashSet<Run>();
        var waiting = new ArrayDeque<Run>();
        waiting.add(state(List.of(requested())));
        waiting.add(state(List.of(recorded())));
        while (!waiting.isEmpty()) {
            var run = waiting.remove();
            if (reached.add(run)) {
                for (var action : ACTIONS.values()) {
                    waiting.add(after(run, action.apply(fence(1))));
                    waiting.add(after(run, action.apply(fence(2))));
                }
            }
        }

        assertThat(reached.stream().map(Run::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        Run.Tracked.class,
                        Run.TrackedEnded.class,
                        Run.Queued.class,
                        Run.Late.class,
                        Run.Leased.class,
                        Run.Running.class,
                        Run.Cancelling.class,
                        Run.Ended.class);
    }

    private static Map.Entry<String, List<Event>> entry(String state, Event... events) {
        return Map.entry(state, List.of(events));
    }

    private static Stream<DynamicTest> cells(String table, Fence fence) {
        var tests = new ArrayList<DynamicTest>();
        var states = words(table.lines().findFirst().orElseThrow());
        for (var line : table.lines().skip(1).toList()) {
            var row = words(line);
            for (int i = 0; i < states.size(); i++) {
                var before = state(requireNonNull(STATES.get(states.get(i))));
                var action = requireNonNull(ACTIONS.get(row.getFirst())).apply(fence);
                var expected = row.get(i + 1);
                tests.add(
                        DynamicTest.dynamicTest(
                                states.get(i) + " " + row.getFirst() + ": " + expected,
                                () -> check(before, action, expected)));
            }
        }
        return tests.stream();
    }

    private static void check(Run before, RunAction action, String expected) {
        assertThat(said(RunDecider.decide(before, action, NOON))).isEqualTo(expected);

        boolean changes = !expected.equals(".") && !expected.equals(upper(expected));
        assertThat(after(before, action).equals(before)).isEqualTo(!changes);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String said(Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> word(refused.refusal().code());
            case Decision.Accepted accepted when accepted.events().isEmpty() -> ".";
            case Decision.Accepted accepted ->
                    accepted.events().stream()
                            .map(event -> word(event.getClass().getSimpleName()))
                            .collect(Collectors.joining());
        };
    }

    private static String word(String name) {
        return WORDS.getOrDefault(name, name);
    }

    private static Run after(Run run, RunAction action) {
        return switch (RunDecider.decide(run, action, NOON)) {
            case Decision.Refused _ -> run;
            case Decision.Accepted accepted -> {
                var after = run;
                for (var event : accepted.events()) {
                    after = Run.evolve(after, (RunEvent) event, NOON);
                }
                yield after;
            }
        };
    }

    private static Run state(List<Event> events) {
        var world = new World();
        events.forEach(event -> world.evolve(event, NOON));
        return world.run(RUN);
    }

    private static Stream<OfRun> reports(List<RunAction> actions) {
        return actions.stream()
                .filter(Reported.class::isInstance)
                .map(action -> ((Reported) action).report());
    }

    /** The records of a sealed type. */
    private static Set<Class<?>> kinds(Class<?> type) {
        if (!type.isSealed()) {
            return Set.of(type);
        }
        return Stream.of(type.getPermittedSubclasses())
                .flatMap(kind -> kinds(kind).stream())
                .collect(Collectors.toSet());
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
