package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.PartitionWriter;
import dev.orrery.commands.processor.ProcessorSettings;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.ReplyFormat;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.RunReady;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The log, the writers of its partitions, the runners and the clients, in simulated time. */
final class World {

    static final Codecs CODECS = Codecs.start(SchemaIds.local());
    static final EventFormat EVENTS = new EventFormat(CODECS.events());
    static final String POOL = "default";

    private static final ReplyFormat REPLIES = new ReplyFormat();
    private static final int REMEMBERED = 40;

    /** A share group gives up what was taken too often and never done. */
    static final int LOST_PERCENT = 8;

    private static final int ENDED_RUNS_FEW = 5;
    private static final long AT_ONCE_NANOS = 1_500 * Time.MILLI;
    private static final long LATENCY_NANOS_MAX = 20 * Time.MILLI;

    private final Dice dice;
    private final Time time;
    private final Trace trace;
    private final ProcessorSettings settings;
    private final Log log;
    private final Wire wire = new Wire();
    private final Promises promises;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Runner> runners = new ArrayList<>();
    private final Clients clients;
    private final Deque<Sent> said = new ArrayDeque<>();
    private final Map<String, Deque<RunReady>> announced = new TreeMap<>();
    private final Set<RunId> endless = new HashSet<>();
    private long works;
    private Instant workBegun = Instant.EPOCH;
    private @Nullable Runnable nextStrike;
    private long nextStrikeAt;

    World(Dice dice, Trace trace) {
        this.dice = dice;
        this.trace = trace;
        this.time =
                new Time(
                        dice.chance(50)
                                ? WallCalendar.DAYS.getFirst()
                                : dice.pick(WallCalendar.DAYS));
        int partitions = 1 + dice.below(3);
        var usual =
                ProcessorSettings.of(
                        partitions, "urn:orrery:simulation", Set.of(POOL), Publisher.ALL);
        this.settings = dice.chance(25) ? usual.withEndedRunsMax(ENDED_RUNS_FEW) : usual;
        this.log = new Log(partitions);
        this.promises = new Promises(settings);
        this.clients = new Clients(this, dice, promises);
        for (int i = 0; i < partitions; i++) {
            tasks.add(new Task(i, this));
        }
        tasks.forEach(Task::start);
        for (int i = 0; i < 2; i++) {
            runners.add(new Runner(this, dice, "runner-" + i, Documents.HOSTS.get(i)));
        }
    }

    long nanos() {
        return time.nanos();
    }

    Time time() {
        return time;
    }

    ProcessorSettings settings() {
        return settings;
    }

    Log log() {
        return log;
    }

    Wire wire() {
        return wire;
    }

    List<Task> tasks() {
        return tasks;
    }

    List<Runner> runners() {
        return runners;
    }

    Clients clients() {
        return clients;
    }

    Promises promises() {
        return promises;
    }

    Trace trace() {
        return trace;
    }

    /** Whether the writer of a deployment has had the time to do what was due at once. */
    boolean isAtWork(DeploymentId deployment) {
        var task = tasks.get(deployment.affinity().partition(settings.partitions()));
        return task.upNanos() > AT_ONCE_NANOS;
    }

    /**
     * Whether the writer of a run has been at work for so long that it has looked at each lease.
     */
    boolean isAtWork(RunId run) {
        var task = tasks.get(run.affinity().partition(settings.partitions()));
        return task.upNanos() > settings.lease().toNanos() + Time.SECOND;
    }

    List<Sent> records(String topic, int partition) {
        return log.records(topic, partition);
    }

    PartitionWriter open(int partition, Disk disk, Task task) {
        promises.leases().taskStarted(partition, nanos());
        return PartitionWriter.open(partition, disk, task, CODECS, log, settings, time.clocks());
    }

    void beginWork() {
        works++;
        workBegun = time.wall();
        time.beginWork();
    }

    Instant workBegun() {
        return workBegun;
    }

    long work() {
        return works;
    }

    /** Somebody sends a record, which arrives after a while. */
    void send(Sent sent, long atNanos) {
        said.add(sent);
        if (said.size() > REMEMBERED) {
            said.removeFirst();
        }
        wire.send(atNanos, false, () -> arrive(sent));
    }

    long soon() {
        return nanos() + dice.between(Time.MILLI, LATENCY_NANOS_MAX);
    }

    /** A record of a client or a runner arrives once more. */
    boolean repeat() {
        if (said.isEmpty()) {
            return false;
        }
        var again = List.copyOf(said).get(dice.below(said.size()));
        trace.say(() -> "again: " + again.said());
        wire.send(nanos() + dice.between(0, 30 * Time.SECOND), false, () -> arrive(again));
        return true;
    }

    private void arrive(Sent sent) {
        promises.leases().heard(log.append(sent.again(nanos())));
    }

    /** Time goes on, and whatever is due happens. */
    void pass(long nanos) {
        long end = nanos() + nanos;
        work(end);
        while (next() <= end) {
            time.goTo(next());
            happen();
            strikeNext();
            work(end);
        }
        time.goTo(end);
    }

    /** After so many more pieces of work, something happens between two of them. */
    void afterWorks(int count, Runnable what) {
        nextStrike = what;
        nextStrikeAt = works + count;
    }

    /** As soon as it is committed that a run ended, and before what follows from it. */
    void afterEnd(Runnable what) {
        nextStrike = what;
        nextStrikeAt = Long.MAX_VALUE;
    }

    /** The work of a run goes on until somebody ends it. */
    void goesOn(RunId run) {
        endless.add(run);
    }

    boolean isEndless(RunId run) {
        return endless.contains(run);
    }

    private void strikeNext() {
        var what = nextStrike;
        if (what != null && works >= nextStrikeAt) {
            nextStrike = null;
            what.run();
        }
    }

    /** What has waited longest comes first. */
    private void happen() {
        long due = next();
        if (wire.next() == due) {
            wire.arrive();
            return;
        }
        if (clients.wakeAt() == due) {
            clients.act();
            return;
        }
        for (var runner : runners) {
            if (runner.wakeAt() == due) {
                runner.act();
                return;
            }
        }
        for (var task : tasks) {
            if (alarm(task) == due) {
                task.turn();
                return;
            }
        }
    }

    private long next() {
        long next = Math.min(wire.next(), clients.wakeAt());
        for (var runner : runners) {
            next = Math.min(next, runner.wakeAt());
        }
        for (var task : tasks) {
            next = Math.min(next, alarm(task));
        }
        return next;
    }

    private long alarm(Task task) {
        long alarm = task.alarmMillis();
        return alarm == Long.MAX_VALUE || task.rests() ? Long.MAX_VALUE : time.nanosAt(alarm);
    }

    /** The writers take what is there, and mostly end their transactions. */
    private void work(long endNanos) {
        for (var task : tasks) {
            while (task.isUp() && !task.rests() && task.hasInput() && nanos() <= endNanos) {
                task.takeOne(dice);
                strikeNext();
            }
            if (task.hasWorked() && dice.chance(90)) {
                task.endTransaction();
                strikeNext();
            }
        }
    }

    /** What a transaction sent is there for all. */
    void committed(Task.Pending pending) {
        var sent = pending.record();
        switch (sent.topic()) {
            case Topics.EVENTS -> event(pending);
            case Topics.TRANSFERS -> log.append(withCause(pending));
            case Topics.HEARTBEATS -> log.append(sent);
            case Topics.REPLIES -> reply(pending);
            case Topics.CONTROL -> control(sent);
            case Topics.VIEWS -> promises.views().shown(CODECS.views().decode(sent.value()));
            case Topics.DEAD_LETTERS -> promises.deadLetter(sent);
            case Topics.REJECTIONS -> promises.refused(sent);
            default -> announcement(sent);
        }
    }

    /** What is forwarded says what it said. */
    private static Sent withCause(Task.Pending pending) {
        var sent = pending.record();
        var said = pending.cause() == null ? null : pending.cause().said();
        return sent.saying(said);
    }

    private void event(Task.Pending pending) {
        var sent = pending.record();
        log.appendEvent(sent);
        var event = EVENTS.read(sent.partition(), sent.key(), sent.headers(), sent.value());
        trace.say(() -> "  " + event.header().id() + " " + event.event());
        var hash = EVENTS.hash(sent.key(), sent.time(), sent.headers(), sent.value());
        promises.keep(event, hash, pending);
        switch (event.event()) {
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _ -> nextStrikeAt = works;
            default -> {}
        }
    }

    private void reply(Task.Pending pending) {
        var sent = pending.record();
        var instance = Objects.requireNonNull(REPLIES.instance(sent.headers()));
        var command = Objects.requireNonNull(REPLIES.command(sent.headers()));
        var reply = CODECS.replies().decode(sent.value());
        if (instance.equals(Clients.INSTANCE)) {
            clients.judge(command, reply, pending);
            wire.send(soon(), true, () -> clients.answered(command));
            return;
        }
        wire.send(
                soon(),
                true,
                () -> {
                    for (var runner : runners) {
                        if (runner.instance().equals(instance)) {
                            runner.answered(command, reply);
                        }
                    }
                });
    }

    private void control(Sent sent) {
        var to = new RunnerId(new String(sent.key(), StandardCharsets.UTF_8));
        var control = CODECS.control().decode(sent.value());
        trace.say(() -> "  to " + to + ": " + control);
        for (var runner : runners) {
            if (runner.id().equals(to)) {
                runner.onControlLine(control);
            }
        }
    }

    /** What is announced waits until a runner has room, as in a share group. */
    private void announcement(Sent sent) {
        var ready = CODECS.ready().decode(sent.value());
        trace.say(() -> "  " + sent.topic() + " " + ready.run());
        promises.runs().announced(ready.run(), sent.nanos());
        if (dice.chance(LOST_PERCENT)) {
            return;
        }
        wire.send(
                soon(),
                true,
                () -> {
                    var runner = dice.pick(runners);
                    // One that hears what is not meant for it must be refused.
                    if (dice.chance(6) && !runner.isDead()) {
                        runner.announced(ready);
                    }
                    announced.computeIfAbsent(sent.topic(), _ -> new ArrayDeque<>()).add(ready);
                    int first = dice.below(runners.size());
                    for (int i = 0; i < runners.size(); i++) {
                        offer(runners.get((first + i) % runners.size()));
                    }
                });
    }

    /** A runner takes of what was announced as much as it has room for. */
    void offer(Runner runner) {
        announced.forEach((topic, waiting) -> {
            while (runner.hears(topic) && runner.hasRoom() && !waiting.isEmpty()) {
                runner.announced(waiting.remove());
            }
        });
    }
}
