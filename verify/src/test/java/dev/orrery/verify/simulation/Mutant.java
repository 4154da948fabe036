package dev.orrery.verify.simulation;

import java.util.List;
import java.util.stream.Stream;

/**
 * A bug that somebody could make: a change of one place in the source of what decides.
 *
 * @param name what goes wrong, as a sentence
 * @param file below the source folder of commands, from the package {@code dev.orrery.commands} on
 * @param right what stands there, once
 * @param wrong what the bug makes of it
 */
record Mutant(String name, String file, String right, String wrong) {

    static Stream<Mutant> all() {
        return Stream.of(
                        LivenessMutants.ALL,
                        DecisionMutants.ALL,
                        LifeMutants.ALL,
                        CalendarMutants.ALL)
                .flatMap(List::stream);
    }

    String className() {
        return "dev.orrery.commands." + file.replace('/', '.').replace(".java", "");
    }

    /** The source with the bug in it. */
    String plantedIn(String source) {
        int at = source.indexOf(right);
        if (at < 0 || source.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(
                    "The bug '"
                            + name
                            + "' can't be planted: "
                            + file
                            + " has to hold its text once; say what it is now in Mutants:\n"
                            + right);
        }
        return source.substring(0, at) + wrong + source.substring(at + right.length());
    }

    @Override
    public String toString() {
        return name;
    }
}
