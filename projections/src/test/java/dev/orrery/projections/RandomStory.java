package dev.orrery.projections;

import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.second;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A log that could be: any order of what can happen to some deployments and their runs. */
public final class RandomStory {

    private static final RunnerId RUNNER = RunnerId.of("anvil", 1);

    private final Random random;
    private final Story story;
    private final List<Life> lives = new ArrayList<>();
    private int seconds;

    public RandomStory(long seed, int partition, List<String> names) {
        random = new Random(seed);
        story = new Story(partition);
        names.forEach(name -> lives.add(new Life(name)));
    }

    /** Goes on for some steps, of an event or two each. */
    public Story go(int steps) {
        for (int step = 0; step < steps; step++) {
            lives.get(random.nextInt(lives.size())).step();
        }
        return story;
    }

    private final class Life {
        private final String name;
        private final DeploymentId id;
        private final ScheduleId schedule;
        private final List<RunId> waiting = new ArrayList<>();
        private final List<RunId> leased = new ArrayList<>();
        private int revision;
        private boolean there;

        Life(String name) {
            this.name = name;
            id = DeploymentId.of("flow-" + name.charAt(0), name);
            schedule = ScheduleId.of(id, "often");
        }

        void step() {
            if (!there) {
                then(
                        new DeploymentCreated(
                                id, "flow-" + name.charAt(0), name, ++revision, newDocument()));
                then(new ScheduleStarted(schedule, id, "often", second(seconds)));
                there = true;
                return;
            }
            switch (random.nextInt(14)) {
                case 0 ->
                        then(
                                new DeploymentUpdated(
                                        id, ++revision, newDocument(), List.of("description")));
                case 1 -> then(new DeploymentPaused(id));
                case 2 -> then(new DeploymentResumed(id));
                case 3 -> {
                    then(new DeploymentDeleted(id));
                    then(new ScheduleStopped(schedule));
                    there = false;
                }
                case 4 -> fire();
                case 5 ->
                        then(
                                new ScheduleSkipped(
                                        schedule,
                                        second(seconds),
                                        second(seconds),
                                        1,
                                        "late",
                                        second(seconds + 60)));
                case 6, 7 -> request(Story.run(id, seconds));
                case 8, 9 -> lease();
                case 10 -> track(Story.run(id, seconds));
                case 11 -> late();
                default -> finish();
            }
        }

        private void fire() {
            var nominal = second(seconds);
            var run = RunId.scheduled(id, schedule, nominal);
            request(run);
            then(new ScheduleFired(schedule, nominal, run, second(seconds + 60)));
        }

        private void request(RunId run) {
            then(requested(id, run));
            waiting.add(run);
        }

        private void track(RunId run) {
            then(Story.tracked(id, run));
            var ends = TrackedEnd.values();
            var end = ends[random.nextInt(ends.length)];
            then(new TrackedRunEnded(run, end, null, null, null, "it said so", second(seconds)));
        }

        private void late() {
            if (!waiting.isEmpty()) {
                then(new RunLate(waiting.getFirst(), "nobody came"));
            }
        }

        private void lease() {
            if (!waiting.isEmpty()) {
                var run = waiting.remove(random.nextInt(waiting.size()));
                then(new RunLeased(run, 1, RUNNER, new Fence(new UUID(1, random.nextLong()))));
                leased.add(run);
            }
        }

        private void finish() {
            if (leased.isEmpty()) {
                return;
            }
            var run = leased.remove(random.nextInt(leased.size()));
            if (random.nextInt(8) == 0) {
                then(new RunReturned(run, 1, "the runner stops"));
                waiting.add(run);
                return;
            }
            then(new RunStarted(run, 1));
            switch (random.nextInt(4)) {
                case 0 -> then(new RunCompleted(run, 1, Json.parse("[1.50]")));
                case 1 -> then(new RunFailed(run, 1, FailureKind.EXIT_CODE, 3, "it ended with 3"));
                case 2 -> {
                    then(new RunLeaseExpired(run, 1, RUNNER, "nothing was heard"));
                    then(new RunCrashed(run, 1, "nothing was heard"));
                }
                default -> {
                    then(new RunCancelRequested(run));
                    then(new RunCancelled(run, "it was cancelled"));
                }
            }
        }

        private DeploymentDocument newDocument() {
            return document("revision " + revision, every(60, "often"));
        }

        private void then(Event event) {
            story.then(id, event);
            seconds++;
        }
    }
}
