package dev.orrery.verify.simulation;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clients that ask, ask again when nobody answers, and remember what they were told. */
final class Clients {

    static final String INSTANCE = "client";

    private static final CommandFormat FORMAT = new CommandFormat();
    private static final long PATIENCE_NANOS = 4 * Time.SECOND;
    private static final int TRIES_MAX = 6;
    private static final Set<String> OF_AUTHORITY =
            Set.of(Refusal.ROLE_MISSING.name(), Refusal.SIGNATURE_INVALID.name());

    /** What somebody asked, as a record that can be sent again. */
    private static final class Ask {
        private final Sent sent;
        private final CommandHeader header;
        private final Command command;
        private final Publisher publisher;
        private int tries;
        private long againAt;
        private boolean answered;
        private boolean judged;
        private Reply.@Nullable Accepted done;

        private Ask(Sent sent, CommandHeader header, Command command, Publisher publisher) {
            this.sent = sent;
            this.header = header;
            this.command = command;
            this.publisher = publisher;
        }
    }

    private final World world;
    private final Dice dice;
    private final Map<String, Ask> asks = new LinkedHashMap<>();
    private final List<Ask> open = new ArrayList<>();
    private final Wishes wishes;
    private final AnswerPromises answers;
    private final Promises promises;

    Clients(World world, Dice dice, Promises promises) {
        this.world = world;
        this.dice = dice;
        this.wishes = new Wishes(world, dice, promises);
        this.answers = new AnswerPromises(world, promises);
        this.promises = promises;
    }

    /** Somebody wants something, or asks once more what was asked before. */
    void wish() {
        int roll = dice.below(100);
        if (roll < 6 && !asks.isEmpty()) {
            var all = List.copyOf(asks.values());
            var ask = all.get(Math.max(0, all.size() - 1 - dice.below(30)));
            world.trace().say(() -> "asked again: " + ask.sent.said());
            world.send(ask.sent, world.soon());
        } else if (roll < 8) {
            garbage();
        } else {
            var command = wishes.any();
            if (command != null) {
                var now = world.time().wall();
                ask(
                        Publisher.any(dice),
                        command,
                        dice.chance(8) ? (long) dice.below(7) - 1 : null,
                        dice.chance(4) ? now.plusSeconds(dice.below(5)) : null);
            }
        }
    }

    Wishes wishes() {
        return wishes;
    }

    /** Nobody sends what can't be read on purpose; it must stop nothing. */
    private void garbage() {
        var bytes = new byte[] {0, 0, 0, 0, 1, (byte) dice.below(256)};
        var topic = dice.pick(List.of(Topics.COMMANDS, Topics.REPORTS, Topics.HEARTBEATS));
        int partition = dice.below(world.settings().partitions());
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        long wall = world.time().wallMillis();
        var key = "garbage".getBytes(StandardCharsets.UTF_8);
        world.send(
                new Sent(topic, partition, -1, key, bytes, headers, wall, 0, "garbage"),
                world.soon());
    }

    /** At last somebody asks with patience. */
    void ask(Command command) {
        ask(Publisher.API, command, null, null);
    }

    private void ask(
            Publisher publisher,
            Command command,
            @Nullable Long expectedVersion,
            @Nullable Instant deadline) {
        var id = "command-" + asks.size();
        var partitions = world.settings().partitions();
        var header =
                new CommandHeader(
                        new CommandId(id),
                        Publisher.CLIENT,
                        expectedVersion,
                        deadline,
                        new ReplyTo(INSTANCE, dice.below(partitions)),
                        null,
                        null);
        var codec = World.CODECS.commands();
        // Some clients partition as they like.
        int partition =
                dice.chance(5)
                        ? dice.below(partitions)
                        : command.target().affinity().partition(partitions);
        world.trace().say(() -> publisher + " asks " + id + ": " + command);
        var key = id.getBytes(StandardCharsets.UTF_8);
        var value = codec.encode(command);
        var headers = FORMAT.write(header, codec.name(command), "simulation");
        publisher.sign(headers, key, command, value);
        publisher.actor(command).ifPresent(actor -> promises.asked(id, actor));
        var sent =
                new Sent(
                        Topics.COMMANDS,
                        partition,
                        -1,
                        key,
                        value,
                        headers,
                        world.time().wallMillis(),
                        0,
                        command);
        var ask = new Ask(sent, header, command, publisher);
        asks.put(id, ask);
        open.add(ask);
        say(ask);
    }

    private void say(Ask ask) {
        ask.tries++;
        ask.againAt = world.nanos() + PATIENCE_NANOS;
        world.send(ask.sent, world.soon());
    }

    long wakeAt() {
        long wake = Long.MAX_VALUE;
        for (var ask : open) {
            wake = Math.min(wake, ask.againAt);
        }
        return wake;
    }

    void act() {
        long now = world.nanos();
        open.removeIf(ask -> ask.answered || ask.tries >= TRIES_MAX);
        for (var ask : open) {
            if (now >= ask.againAt) {
                say(ask);
            }
        }
    }

    /** An answer arrives, perhaps after a later one. */
    void answered(String id) {
        var ask = asks.get(id);
        if (ask != null) {
            ask.answered = true;
        }
    }

    /** The code of a refusal that is for who asked, and not for what. */
    private static Optional<String> authority(Reply reply) {
        return reply instanceof Reply.Rejected rejected
                ? Optional.of(rejected.code()).filter(OF_AUTHORITY::contains)
                : Optional.empty();
    }

    /** An answer is committed. */
    void judge(String id, Reply reply, Task.Pending pending) {
        var ask = asks.get(id);
        if (ask == null) {
            return;
        }
        world.trace().say(() -> id + " is answered: " + reply);
        var due = ask.publisher.refusal(ask.command);
        Broken.require(
                due.map(Refusal::name).equals(authority(reply)),
                "who may not ask is refused, and nobody else: %s to what %s asked",
                reply,
                ask.publisher);
        if (due.isEmpty() && !ask.judged) {
            ask.judged = true;
            answers.judge(ask.command, ask.header, reply, pending);
        }
        switch (reply) {
            case Reply.Accepted accepted -> {
                var before = ask.done;
                Broken.require(
                        before == null || before.equals(accepted),
                        "a repeated command gets its first answer: %s after %s",
                        accepted,
                        before);
                if (accepted.effect() != Effect.UNCHANGED) {
                    ask.done = accepted;
                }
            }
            case Reply.Rejected rejected -> {
                Broken.require(
                        ask.done == null,
                        "what was done is not refused when it is asked again: %s",
                        rejected);
                Broken.require(
                        !rejected.code().equals(Refusal.INTERNAL.name()),
                        "no decision fails: %s",
                        rejected);
            }
            case Reply.Leased _ -> throw new Broken("a client was granted a lease");
        }
    }
}
