package dev.orrery.projections.past;

import dev.orrery.projections.view.EventRow;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.RunOrigin;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is, as far as its own partition knows: what asked for it, and who made that. The run
 * that this one follows from, if there is one, may be on another partition.
 *
 * @param views that it is read from
 * @param partition where the run is
 * @param id its id
 */
public record WhyRun(ViewReader views, int partition, RunId id) {

    /** How far back it is looked for the revision that made a schedule what it was. */
    private static final int REVISIONS_MAX = 1_000;

    /**
     * One cause.
     *
     * @param kind what it is
     * @param event where it is in the log, {@code partition:sequence}
     * @param type of the event
     * @param subject the id of the run, the backfill or the deployment that it happened to
     * @param time when
     * @param actor who
     * @param commandId what a client called the command that it came from, where there was one
     * @param reason why, in the caller's words
     * @param revision of the deployment: that a run carries, or that made the schedules what they
     *     were
     * @param sentence all of it, for people
     */
    public record Link(
            Kind kind,
            String event,
            String type,
            UUID subject,
            Instant time,
            String actor,
            @Nullable String commandId,
            @Nullable String reason,
            @Nullable Integer revision,
            String sentence) {}

    /** What a cause is. */
    public enum Kind {
        /** A run was asked for, by whatever its sentence says. */
        RUN,
        /** Somebody put the revision whose schedule fired. */
        SCHEDULE,
        /** Somebody asked for a backfill. */
        BACKFILL
    }

    /**
     * A part of the chain.
     *
     * @param links from the run on, each with its cause after it
     * @param next the run that it follows from, where there is one
     */
    public record Links(List<Link> links, @Nullable UUID next) {}

    /** The run's own part of the chain; nothing where there is no such run. */
    public @Nullable Links links() {
        byte[] first = new PastEvents(views, partition, id.value()).first();
        byte[] row = views.get(partition, Keys.runOrigin(id));
        if (first == null || row == null) {
            return null;
        }
        var asked = EventRow.read(first);
        var origin = ViewJson.read(row, RunOrigin.class);
        var links = new ArrayList<Link>();
        links.add(
                link(Kind.RUN, asked, origin.revision(), sentence(asked.header().actor(), origin)));
        var cause = origin.cause();
        switch (cause.kind()) {
            case SCHEDULE -> links.add(revision(origin));
            case BACKFILL -> links.add(backfill(origin));
            case COMMAND, REPORTED -> {}
        }
        return new Links(links, cause.parent() == null ? cause.rerunOf() : cause.parent());
    }

    private static String sentence(String actor, RunOrigin origin) {
        var cause = origin.cause();
        var run = "run '" + origin.name() + "' of " + of(origin);
        return switch (cause.kind()) {
            case SCHEDULE ->
                    "Schedule '%s' came to %s, and %s was requested with revision %d."
                            .formatted(schedule(cause), cause.nominal(), run, origin.revision());
            case BACKFILL ->
                    "Backfill %s made up for %s of schedule '%s', and %s was requested."
                            .formatted(cause.backfill(), cause.nominal(), schedule(cause), run);
            case REPORTED ->
                    cause.parent() == null
                            ? actor + " reported " + run + ", which a process executes by itself."
                            : "The work of run %s executed %s itself, as %s reported."
                                    .formatted(cause.parent(), run, actor);
            case COMMAND -> {
                if (cause.rerunOf() != null) {
                    yield "%s asked for %s, to do again what run %s did."
                            .formatted(actor, run, cause.rerunOf());
                }
                yield cause.parent() == null
                        ? actor + " asked for " + run + "."
                        : "The work of run %s asked for %s, as %s."
                                .formatted(cause.parent(), run, actor);
            }
        };
    }

    private static String of(RunOrigin origin) {
        var deployment = origin.deployment();
        return deployment == null
                ? "flow " + origin.flow()
                : origin.flow() + "/" + deployment.name();
    }

    /** What it was called, or its id where its deployment had lost it by then. */
    private static String schedule(RunOrigin.Cause cause) {
        var name = cause.scheduleName();
        return name == null ? String.valueOf(cause.schedule()) : name;
    }

    /** The last revision up to the run's that changed the deployment's schedules. */
    private Link revision(RunOrigin origin) {
        var deployment = deployment(origin);
        int carried = revisionOf(origin);
        int least = Math.max(1, carried - REVISIONS_MAX + 1);
        int revision = carried;
        byte[] row = revision(deployment, revision);
        while (revision > least && !isOfSchedules(row)) {
            row = revision(deployment, --revision);
        }
        var event = EventId.parse(ViewJson.readText(row, "event"));
        byte[] put = views.get(partition, Keys.event(deployment.value(), event.sequence()));
        if (put == null) {
            throw new IllegalStateException("event " + event + " is not in the trail");
        }
        var recorded = EventRow.read(put);
        var sentence =
                isOfSchedules(row)
                        ? "%s put revision %d of %s, which made its schedules what they were then."
                                .formatted(recorded.header().actor(), revision, of(origin))
                        : ("%s put revision %d of %s; a revision before it made its schedules what"
                                        + " they were then.")
                                .formatted(recorded.header().actor(), revision, of(origin));
        return link(Kind.SCHEDULE, recorded, revision, sentence);
    }

    private byte[] revision(DeploymentId deployment, int revision) {
        byte[] row = views.get(partition, Keys.revision(deployment, revision));
        if (row == null) {
            throw new IllegalStateException(
                    "revision " + revision + " of " + deployment + " is missing");
        }
        return row;
    }

    /** One that begins a deployment names no changes. */
    private static boolean isOfSchedules(byte[] revision) {
        var changed = List.of(ViewJson.read(ViewJson.raw(revision, "changed"), String[].class));
        return changed.isEmpty() || changed.contains("schedules");
    }

    private Link backfill(RunOrigin origin) {
        var id = origin.cause().backfill();
        byte[] first = id == null ? null : new PastEvents(views, partition, id).first();
        if (first == null) {
            throw new IllegalStateException("backfill " + id + " never started");
        }
        var recorded = EventRow.read(first);
        if (!(recorded.event() instanceof BackfillStarted started)) {
            throw new IllegalStateException("a backfill begins when it starts");
        }
        var sentence =
                "%s asked for the times of schedule '%s' of %s from %s to %s to be made up for."
                        .formatted(
                                recorded.header().actor(),
                                started.name(),
                                of(origin),
                                started.from(),
                                started.to());
        return link(Kind.BACKFILL, recorded, null, sentence);
    }

    private static DeploymentId deployment(RunOrigin origin) {
        var deployment = origin.deployment();
        if (deployment == null) {
            throw new IllegalStateException("a schedule is a deployment's");
        }
        return new DeploymentId(deployment.id());
    }

    private static int revisionOf(RunOrigin origin) {
        var revision = origin.revision();
        if (revision == null) {
            throw new IllegalStateException("a schedule requests runs of a revision");
        }
        return revision;
    }

    private static Link link(
            Kind kind, RecordedEvent recorded, @Nullable Integer revision, String sentence) {
        var header = recorded.header();
        var origin = header.origin();
        return new Link(
                kind,
                header.id().toString(),
                recorded.event().getClass().getSimpleName(),
                header.subject(),
                header.time(),
                header.actor(),
                origin == null ? null : origin.command().value(),
                header.reason(),
                revision,
                sentence);
    }
}
