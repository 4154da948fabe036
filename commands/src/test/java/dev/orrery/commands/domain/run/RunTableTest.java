package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.awaitsSlot;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelRequested;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.change;
import static dev.orrery.commands.domain.run.Runs.completed;
import static dev.orrery.commands.domain.run.Runs.crashed;
import static dev.orrery.commands.domain.run.Runs.failed;
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
import static dev.orrery.commands.domain.run.Runs.paused;
import static dev.orrery.commands.domain.run.Runs.recorded;
import static dev.orrery.commands.domain.run.Runs.requested;
import static dev.orrery.commands.domain.run.Runs.rerun;
import static dev.orrery.commands.domain.run.Runs.retryScheduled;
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
import dev.orrery.commands.domain.run.RunAction.CheckQueueTimeout;
import dev.orrery.commands.domain.run.RunAction.CheckTimeout;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.Pause;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.OfRun;
import java.time.Duration;
import java.time.Instant;
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

    private static final List<String> LAST_FENCE =
            List.of(RunTables.CLIENTS, RunTables.TIME, RunTables.RUNNERS, RunTables.PROCESSES);
    private static final List<String> OTHER_FENCE =
            List.of(
                    RunTables.CLIENTS,
                    RunTables.TIME,
                    RunTables.OTHER_RUNNERS,
                    RunTables.OTHER_PROCESSES);

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("RUN_NOT_FOUND", "NO_RUN"),
                    Map.entry("NOT_QUEUED", "TAKEN"),
                    Map.entry("STALE_FENCE", "STALE"),
                    Map.entry("RUN_ENDED", "ENDED"),
                    Map.entry("RUN_EXISTS", "EXISTS"),
                    Map.entry("RUN_NOT_ENDED", "UNENDED"),
                    Map.entry("NOT_RETRYABLE", "FINAL"),
                    Map.entry("NOT_PAUSABLE", "BUSY"),
                    Map.entry("NOT_PAUSED", "GOING"),
                    Map.entry("RunRequested", "another"),
                    Map.entry("RunRetryScheduled", "again"),
                    Map.entry("RunAdmitted", "admitted"),
                    Map.entry("RunPaused", "paused"),
                    Map.entry("RunResumed", "resumed"),
                    Map.entry("TrackedRunChanged", "changed"),
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

    /** What a run may take is 0 s, so that every time-out has passed at once. */
    private static final RunRequested REQUESTED = hasty(NOON);

    /** How a run comes to each state; its last lease had fence 1. */
    private static final Map<String, List<Event>> STATES =
            Map.ofEntries(
                    entry("absent"),
                    entry("queued", REQUESTED, leased(), returned()),
                    entry("later", hasty(NOON.plusMillis(1))),
                    entry("late", REQUESTED, leased(), returned(), late()),
                    entry("slotless", REQUESTED, leased(), returned(), awaitsSlot()),
                    entry("suspended", REQUESTED, leased(), returned(), paused()),
                    entry("again", REQUESTED, leased(), started(), retryScheduled(2, NOON)),
                    entry("leased", REQUESTED, leased()),
                    entry("running", REQUESTED, leased(), started()),
                    entry("paused", REQUESTED, leased(), started(), paused()),
                    entry("cancelling", REQUESTED, leased(), cancelRequested()),
                    entry("lost", REQUESTED, leased(), leaseExpired("Away."), crashed("Away.")),
                    entry("failed", REQUESTED, leased(), started(), failed()),
                    entry("completed", REQUESTED, leased(), started(), completed()),
                    entry("tracked", recorded()),
                    entry("finished", recorded(), trackedEnded()),
                    entry("gone", recorded(), cancelled("Elsewhere.")));

    private static final Deployment OWNER =
            Deployment.evolve(Deployment.ABSENT, created(document()));

    private static final Map<String, Function<Fence, RunAction>> ACTIONS = new LinkedHashMap<>();

    static {
        ACTIONS.put("cancel", _ -> cancel());
        ACTIONS.put("pause", _ -> new Pause());
        ACTIONS.put("resume", _ -> new Resume());
        ACTIONS.put("retry", _ -> new Retry());
        ACTIONS.put("rerun", _ -> rerun(null));
        ACTIONS.put("overdue", _ -> overdue());
        ACTIONS.put("due", _ -> new Due());
        ACTIONS.put("wait", _ -> new CheckQueueTimeout());
        ACTIONS.put("run", _ -> new CheckTimeout(Duration.ZERO));
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
        ACTIONS.put("track", fence -> track(fence, OWNER));
        ACTIONS.put("change", fence -> change(fence, TrackedState.PAUSED));
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
        for (var tables : List.of(LAST_FENCE, OTHER_FENCE)) {
            assertThat(tables.stream().flatMap(table -> columns(table).stream()))
                    .containsExactlyElementsOf(ACTIONS.keySet());
            for (var table : tables) {
                assertThat(rows(table).map(List::getFirst))
                        .containsExactlyInAnyOrderElementsOf(STATES.keySet());
            }
        }
    }

    /** From the request on, whatever is done in whatever order is answered, and can be folded. */
    @Test
    void every_state_that_can_be_reached_takes_every_action() {
        var reached = new HashSet<Run>();
        var waiting = new ArrayDeque<Run>();
        waiting.add(state(List.of(REQUESTED)));
        waiting.add(state(List.of(REQUESTED, awaitsSlot())));
        waiting.add(state(List.of(recorded())));
        while (!waiting.isEmpty()) {
            var run = waiting.remove();
            if (isEarly(run) && reached.add(run)) {
                for (var action : ACTIONS.values()) {
                    waiting.add(after(run, action.apply(fence(1))));
                    waiting.add(after(run, action.apply(fence(2))));
                }
            }
        }

        var known = kinds(Run.class);
        known.remove(Run.Absent.class);
        assertThat(reached.stream().map(Run::getClass).collect(Collectors.toSet()))
                .isEqualTo(known);
    }

    /** Somebody may retry a run for ever, or give it back. */
    private static boolean isEarly(Run run) {
        return !(run instanceof Run.Dispatched dispatched)
                || (dispatched.ticket().attempt() <= 3 && dispatched.ticket().returns() <= 2);
    }

    private static RunRequested hasty(Instant scheduledFor) {
        return requested(
                scheduledFor,
                draft -> {
                    draft.timeoutSeconds = 0;
                    draft.queueTimeoutSeconds = 0;
                });
    }

    private static Map.Entry<String, List<Event>> entry(String state, Event... events) {
        return Map.entry(state, List.of(events));
    }

    private static Stream<DynamicTest> cells(List<String> tables, Fence fence) {
        return tables.stream().flatMap(table -> cells(table, fence));
    }

    private static Stream<DynamicTest> cells(String table, Fence fence) {
        var tests = new ArrayList<DynamicTest>();
        var actions = columns(table);
        for (var row : rows(table).toList()) {
            var name = row.getFirst();
            var before = state(requireNonNull(STATES.get(name)));
            for (int i = 0; i < actions.size(); i++) {
                var action = requireNonNull(ACTIONS.get(actions.get(i))).apply(fence);
                var expected = row.get(i + 1);
                tests.add(
                        DynamicTest.dynamicTest(
                                name + " " + actions.get(i) + ": " + expected,
                                () -> check(before, action, expected)));
            }
        }
        return tests.stream();
    }

    private static List<String> columns(String table) {
        var header = words(table.lines().findFirst().orElseThrow());
        return header.subList(1, header.size());
    }

    private static Stream<List<String>> rows(String table) {
        return table.lines().skip(1).map(RunTableTest::words);
    }

    private static void check(Run before, RunAction action, String expected) {
        assertThat(said(RunDecider.decide(before, action, Runs.context(), NOON)))
                .isEqualTo(expected);

        boolean refused = expected.equals(upper(expected));
        boolean changes = !refused && !expected.equals("another");
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
        return switch (RunDecider.decide(run, action, Runs.context(), NOON)) {
            case Decision.Refused _ -> run;
            case Decision.Accepted accepted -> {
                var after = run;
                for (var event : accepted.events()) {
                    if (event.subject().equals(RUN)) {
                        after = Run.evolve(after, (RunEvent) event, NOON);
                    }
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
