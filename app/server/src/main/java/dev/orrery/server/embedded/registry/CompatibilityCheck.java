package dev.orrery.server.embedded.registry;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;

import dev.orrery.schemas.registry.Compatibility;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Avro's own resolution rules, asked in the directions that the subject's rule names. */
final class CompatibilityCheck {
    private CompatibilityCheck() {}

    /**
     * What speaks against a new schema, as sentences; empty if nothing does.
     *
     * @param older the subject's schemas, oldest first
     */
    static List<String> problems(Compatibility level, Schema added, List<Schema> older) {
        List<Schema> compared =
                level.isTransitive() || older.isEmpty()
                        ? older
                        : older.subList(older.size() - 1, older.size());
        List<String> problems = new ArrayList<>();
        for (Schema each : compared.reversed()) {
            if (level.readsOlder()) {
                problems.addAll(problems("The new schema can't read older data", added, each));
            }
            if (level.isReadByOlder()) {
                problems.addAll(problems("An older schema can't read new data", each, added));
            }
        }
        return problems;
    }

    private static List<String> problems(String what, Schema reader, Schema writer) {
        return checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(problem -> sentence(what, problem))
                .toList();
    }

    private static String sentence(String what, Incompatibility problem) {
        return "%s: %s at %s: %s."
                .formatted(what, problem.getType(), problem.getLocation(), problem.getMessage());
    }
}
