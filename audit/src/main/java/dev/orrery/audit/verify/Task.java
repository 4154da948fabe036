package dev.orrery.audit.verify;

import dev.orrery.schemas.checkpoint.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be verified.
 *
 * @param scope how much
 * @param from events behind which a partition is begun with, at most one a partition: they are
 *     taken for true, and what is before them is not read. States and views are then not folded
 * @param expected events that must be there, as they were signed, any number a partition
 */
public record Task(Scope scope, List<Place> from, List<Place> expected) {

    /**
     * @throws IllegalArgumentException when one part of it makes another senseless; the message
     *     says which
     */
    public Task {
        from = List.copyOf(from);
        expected = List.copyOf(expected);
        if (scope == Scope.LOG_AND_VIEWS && !from.isEmpty()) {
            throw new IllegalArgumentException(
                    "Views follow from the whole log; verify them from its start, without 'from'.");
        }
        if (from.stream().mapToInt(Place::partition).distinct().count() < from.size()) {
            throw new IllegalArgumentException("A partition is begun with at one place, not two.");
        }
        var starts = from.stream().collect(Collectors.toMap(Place::partition, each -> each));
        requireRead(starts, expected);
    }

    private static void requireRead(Map<Integer, Place> starts, List<Place> expected) {
        for (var place : expected) {
            var start = starts.get(place.partition());
            if (start != null && place.sequence() < start.sequence()) {
                throw new IllegalArgumentException(
                        place + " is before " + start + ", where its partition is begun with.");
            }
        }
    }

    /** The whole log, and that it is what was signed. */
    public static Task of(Scope scope, List<Place> expected) {
        return new Task(scope, List.of(), expected);
    }

    Optional<Place> from(int partition) {
        return from.stream().filter(each -> each.partition() == partition).findFirst();
    }

    /** What must be there of a partition, by sequence. */
    Map<Long, List<Place>> expected(int partition) {
        return expected.stream()
                .filter(each -> each.partition() == partition)
                .collect(Collectors.groupingBy(Place::sequence));
    }

    /** The largest partition that is named, or -1. */
    public int lastPartition() {
        return Stream.of(from, expected)
                .flatMap(List::stream)
                .mapToInt(Place::partition)
                .max()
                .orElse(-1);
    }
}
