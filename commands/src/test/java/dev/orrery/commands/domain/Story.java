package dev.orrery.commands.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.BackfillDecider;
import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunDecider;
import dev.orrery.commands.domain.views.ViewsDecider;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Tells a domain test: given these events, when this is asked, then these events or that refusal.
 * Everything is asked at {@link #NOON} unless the story says another time.
 */
public final class Story {

    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final String ACTOR = "ada";
    public static final CommandId COMMAND = new CommandId("command-1");

    static final DocumentRules RULES =
            new DocumentRules(Set.of(DeploymentDocument.DEFAULT_POOL, "large"));

    private final World world = new World();
    private Instant now = NOON;
    private DocumentRules rules = RULES;

    private Story() {}

    public static Story given(Event... events) {
        return new Story().and(events);
    }

    public static Story given(List<Event> events) {
        return given(events.toArray(Event[]::new));
    }

    public Story and(Event... events) {
        for (var event : events) {
            world.evolve(event, now);
        }
        return this;
    }

    public World world() {
        return world;
    }

    /** What follows, events and questions, is at this time. */
    public Story at(Instant time) {
        now = time;
        return this;
    }

    /** The server was started again with these pools. */
    public Story serving(String... pools) {
        rules = new DocumentRules(Set.of(pools));
        world.serving(rules);
        return this;
    }

    public Outcome when(DeploymentCommand command) {
        return when(command, COMMAND);
    }

    public Outcome when(DeploymentCommand command, CommandId id) {
        return when(command, ACTOR, id);
    }

    public Outcome when(DeploymentCommand command, String actor, CommandId id) {
        return then(
                new DeploymentDecider(rules)
                        .decide(
                                world.deployment(),
                                world.deploymentContext(),
                                command,
                                new Asked(now, actor, id)));
    }

    public Outcome when(RunId run, RunAction action) {
        return then(RunDecider.decide(world.run(run), action, world.context(run), now));
    }

    public Outcome when(ViewsCommand command) {
        return then(ViewsDecider.decide(world.views(), command));
    }

    public Outcome whenDue(ScheduleId schedule) {
        return then(
                new ScheduleDecider(rules)
                        .due(world.schedule(schedule), world.deployment(), world.slots(), now));
    }

    public Outcome whenChanged(ScheduleId schedule) {
        return then(
                new ScheduleDecider(rules)
                        .giveUp(world.schedule(schedule), world.deployment(), world.slots(), now));
    }

    public Outcome whenDue(BackfillId backfill) {
        return then(
                new BackfillDecider(rules)
                        .due(
                                world.backfill(backfill),
                                world.deployment(),
                                world.slots(),
                                world::goesOn,
                                now));
    }

    private Outcome then(Decision decision) {
        return new Outcome(world, now, decision);
    }

    /** What was decided, to be compared; events are also checked to fit the state. */
    public record Outcome(World world, Instant now, Decision decision) {

        public void then(Event... expected) {
            assertThat(events()).containsExactly(expected);
        }

        public void thenUnchanged() {
            assertThat(decision).isEqualTo(Decision.unchanged());
        }

        public void thenRejected(Refusal code) {
            assertThat(rejection().code()).isEqualTo(code.name());
            assertThat(rejection().field()).isNull();
        }

        public void thenRejected(Refusal code, String field, String words) {
            thenRejected(code, field);
            assertThat(rejection().message()).contains(words);
        }

        public void thenRejected(Refusal code, String field) {
            assertThat(rejection())
                    .extracting(Reply.Rejected::code, Reply.Rejected::field)
                    .containsExactly(code.name(), field);
        }

        /** The events of an accepted decision, after the state has taken them. */
        public List<Event> events() {
            assertThat(decision).isInstanceOf(Decision.Accepted.class);
            var events = ((Decision.Accepted) decision).events();
            events.forEach(event -> world.evolve(event, now));
            return events;
        }

        public <T extends Event> T first(Class<T> type) {
            return events().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }

        public Reply.Rejected rejection() {
            assertThat(decision).isInstanceOf(Decision.Refused.class);
            return ((Decision.Refused) decision).refusal();
        }
    }
}
