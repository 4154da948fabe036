package dev.orrery.audit.print;

import dev.orrery.audit.replay.Summary;

/** What a replay came to, in a sentence or two. */
final class SummaryText {

    private SummaryText() {}

    static String of(Summary summary) {
        var read =
                "%s of %s on %s"
                        .formatted(
                                count(summary.events(), "event"),
                                count(summary.aggregates(), "aggregate"),
                                count(summary.partitions(), "partition"));
        var last = summary.last().toString();
        var reach = last.isEmpty() ? "" : ", up to " + last;
        var difference = summary.difference();
        return difference == null
                ? "%s%s: sequences, versions and times are whole and the hash chain holds."
                        .formatted(read, reach)
                : "Difference at %s (offset %d): %s.%n%s%s, were read before it was found."
                        .formatted(
                                difference.at(),
                                difference.offset(),
                                Words.clean(difference.sentence()),
                                read,
                                reach);
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
