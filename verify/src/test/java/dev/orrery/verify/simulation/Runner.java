package dev.orrery.verify.simulation;

import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import dev.orrery.schemas.signal.RunReady;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A runner as the contract has it: it leases what is announced, keeps the lease, executes, reports
 * and insists on an answer. It can stand still, die, and begin a new life.
 */
final class Runner {

    private static final CommandFormat FORMAT = new CommandFormat();
    private static final long PRESENCE_NANOS = 5 * Time.SECOND;
    private static final long GREET_AGAIN_NANOS = 3 * Time.SECOND;
    private static final int CAPACITY = 4;

    private final World world;
    private final Dice dice;
    private final String name;
    private final String host;
    private final Map<RunId, Work> works = new LinkedHashMap<>();
    private final Map<String, Runnable> unanswered = new HashMap<>();
    private final Map<String, Work> asked = new HashMap<>();
    private final List<Integer> greeted = new ArrayList<>();
    private RunnerId id;
    private int lives;
    private int messages;
    private boolean dead;
    private long stillUntil;
    private long presenceAt;
    private long greetAt;
    private long lineFreeAt;
    private long controlFreeAt;

    Runner(World world, Dice dice, String name, String host) {
        this.world = world;
        this.dice = dice;
        this.name = name;
        this.host = host;
        this.id = RunnerId.of(name, lives);
    }

    long now() {
        return world.nanos();
    }

    RunnerId id() {
        return id;
    }

    String host() {
        return host;
    }

    /** Where answers to this life go. */
    String instance() {
        return id.value();
    }

    boolean hears(String topic) {
        return !dead
                && (topic.equals(Topics.dispatch(World.POOL))
                        || topic.equals(Topics.dispatch(World.POOL, host)));
    }

    boolean hasRoom() {
        return !isStill() && works.size() < CAPACITY;
    }

    void announced(RunReady ready) {
        if (hasRoom()) {
            works.putIfAbsent(ready.run(), new Work(this, dice, ready, world.nanos()));
        }
    }

    /** Control records come in order, each after a while. */
    void onControlLine(Control control) {
        // A lease that was lost has no runner any more who could be told again.
        var canBeLost = !(control instanceof Control.AbandonWork);
        if (canBeLost && dice.chance(World.LOST_PERCENT)) {
            return;
        }
        controlFreeAt = Math.max(controlFreeAt, world.soon());
        var life = id;
        world.wire()
                .send(
                        controlFreeAt,
                        canBeLost,
                        () -> {
                            if (life.equals(id)) {
                                whenAwake(() -> told(control));
                            }
                        });
    }

    private void told(Control control) {
        var work = works.get(control.run());
        if (work != null && work.fence().equals(control.fence())) {
            work.told(control);
        }
    }

    void answered(String message, Reply reply) {
        whenAwake(() -> {
            var then = unanswered.remove(message);
            if (then != null) {
                then.run();
            }
            var work = asked.remove(message);
            if (work != null && works.get(work.run()) == work) {
                work.answered(reply);
            }
        });
    }

    /** What arrives while it stands still waits. */
    private void whenAwake(Runnable what) {
        if (isStill()) {
            var life = id;
            world.wire()
                    .send(
                            stillUntil,
                            false,
                            () -> {
                                if (life.equals(id)) {
                                    whenAwake(what);
                                }
                            });
        } else if (!dead) {
            what.run();
        }
    }

    long wakeAt() {
        if (dead) {
            return Long.MAX_VALUE;
        }
        long wake = presenceAt;
        if (greeted.size() < world.settings().partitions()) {
            wake = Math.min(wake, greetAt);
        }
        for (var work : works.values()) {
            wake = Math.min(wake, work.wakeAt());
        }
        return Math.max(wake, stillUntil);
    }

    void act() {
        long now = world.nanos();
        if (now >= presenceAt) {
            presenceAt = now + PRESENCE_NANOS;
            for (int i = 0; i < world.settings().partitions(); i++) {
                beat(i, new RunnerPresent(id, host, List.of(World.POOL)));
            }
        }
        if (now >= greetAt) {
            greetAt = now + GREET_AGAIN_NANOS;
            greet();
        }
        List.copyOf(works.values()).forEach(work -> work.act(now));
        world.offer(this);
    }

    private void greet() {
        for (int i = 0; i < world.settings().partitions(); i++) {
            int partition = i;
            if (!greeted.contains(partition)) {
                var message = say(partition, new StartRunner(id, host, List.of(World.POOL)));
                unanswered.put(
                        message,
                        () -> {
                            if (!greeted.contains(partition)) {
                                greeted.add(partition);
                            }
                        });
            }
        }
    }

    void standStill(long nanos) {
        stillUntil = world.nanos() + nanos;
    }

    boolean isStill() {
        return world.nanos() < stillUntil;
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
        works.clear();
        asked.clear();
        unanswered.clear();
    }

    void live() {
        dead = false;
        id = RunnerId.of(name, ++lives);
        greeted.clear();
        greetAt = world.nanos();
        presenceAt = world.nanos();
        stillUntil = 0;
    }

    void wake() {
        stillUntil = 0;
    }

    void goesOn(Work work) {
        world.goesOn(work.run());
    }

    void drop(Work work) {
        works.remove(work.run(), work);
        world.offer(this);
    }

    LeaseRun lease(Work work) {
        return new LeaseRun(work.run(), id, work.fence(), host);
    }

    void say(Work work, Report.OfRun report) {
        asked.put(say(partition(work.run()), report), work);
    }

    private String say(int partition, Report report) {
        var message = id.value() + "#" + messages++;
        var header =
                new CommandHeader(
                        new CommandId(message),
                        "runner:" + name,
                        null,
                        null,
                        new ReplyTo(instance(), dice.below(world.settings().partitions())),
                        null,
                        null);
        var codec = World.CODECS.reports();
        world.trace().say(() -> id + " says: " + report);
        send(
                new Sent(
                        Topics.REPORTS,
                        partition,
                        -1,
                        name.getBytes(StandardCharsets.UTF_8),
                        codec.encode(report),
                        FORMAT.write(header, codec.name(report), "simulation"),
                        world.time().wallMillis(),
                        0,
                        report));
        return message;
    }

    void beat(Work work, Heartbeat heartbeat) {
        beat(partition(work.run()), heartbeat);
    }

    private void beat(int partition, Heartbeat heartbeat) {
        send(
                new Sent(
                        Topics.HEARTBEATS,
                        partition,
                        -1,
                        name.getBytes(StandardCharsets.UTF_8),
                        World.CODECS.heartbeats().encode(heartbeat),
                        new RecordHeaders(),
                        world.time().wallMillis(),
                        0,
                        heartbeat));
    }

    /** What one runner sends stays in order, unless something holds a message up. */
    private void send(Sent sent) {
        lineFreeAt = Math.max(lineFreeAt, world.soon());
        world.send(sent, lineFreeAt);
    }

    private int partition(RunId run) {
        return run.affinity().partition(world.settings().partitions());
    }
}
