package dev.orrery.audit.replay;

import dev.orrery.schemas.envelope.EventHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between an event and the one before it on its partition. A check keeps nothing, so
 * that checking may go on from any link.
 */
@FunctionalInterface
public interface Check {

    /** The difference that an event makes, or nothing when all is well. */
    @Nullable Difference find(Link before, LoggedEvent event);

    /** In the order in which they explain most: what is missing breaks the chain too. */
    List<Check> ALL = List.of(Check::sequence, Check::chain, Check::time, Check::labels);

    private static @Nullable Difference sequence(Link before, LoggedEvent event) {
        var id = event.recorded().header().id();
        if (id.equals(before.next())) {
            return null;
        }
        var sentence =
                id.sequence() <= before.id().sequence()
                        ? id + " comes again or too late, after " + before.id()
                        : before.next() + " is missing: " + id + " comes in its place";
        return new Difference(before.next(), event.record().offset(), sentence);
    }

    private static @Nullable Difference chain(Link before, LoggedEvent event) {
        var header = event.recorded().header();
        if (header.previous().equals(before.hash())) {
            return null;
        }
        if (before.hash().equals(EventHash.NONE)) {
            return new Difference(
                    header.id(),
                    event.record().offset(),
                    header.id() + " is the first and names an event before it");
        }
        return new Difference(
                before.id(),
                event.record().offset(),
                "%s was changed, or %s was: the hash of %s is %s, and %s follows from %s"
                        .formatted(
                                before.id(),
                                header.id(),
                                before.id(),
                                before.hash(),
                                header.id(),
                                header.previous()));
    }

    private static @Nullable Difference time(Link before, LoggedEvent event) {
        var header = event.recorded().header();
        return header.time().isBefore(before.time())
                ? new Difference(
                        header.id(),
                        event.record().offset(),
                        "%s has the time %s and the event before it %s"
                                .formatted(header.id(), header.time(), before.time()))
                : null;
    }

    /** What stands on the record must be what stands in it: readers filter and merge by it. */
    private static @Nullable Difference labels(Link before, LoggedEvent event) {
        var header = event.recorded().header();
        var happened = event.recorded().event();
        var label = Labels.firstWrong(event.record(), header, happened);
        return label == null
                ? null
                : new Difference(
                        header.id(),
                        event.record().offset(),
                        header.id() + " is labelled with another " + label + " than it has");
    }
}
