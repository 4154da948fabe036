package dev.orrery.verify.golden;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What speaks against the schemas of a build: each must read what every released version wrote, and
 * be read by it. {@code FULL_TRANSITIVE} in the words of registries.
 */
final class Compatibility {

    private Compatibility() {}

    /** As sentences; none when all is well. */
    static List<String> problems(String version, Schemas released, Schemas built) {
        var problems = new ArrayList<String>();
        released.byName()
                .forEach((name, before) -> {
                    var now = built.byName().get(name);
                    if (now == null) {
                        problems.add(
                                version
                                        + " has the schema "
                                        + name
                                        + ", and this build has not: what was written with it can"
                                        + " no longer be read.");
                        return;
                    }
                    problems.addAll(
                            problems(name + " can't read what " + version + " wrote", now, before));
                    problems.addAll(
                            problems(
                                    name + " writes what " + version + " can't read", before, now));
                });
        return problems;
    }

    private static List<String> problems(String what, Schema reader, Schema writer) {
        return checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(each ->
                        "%s: %s at %s: %s."
                                .formatted(
                                        what,
                                        each.getType(),
                                        each.getLocation(),
                                        each.getMessage()))
                .toList();
    }
}
