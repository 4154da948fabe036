package dev.orrery.verify.golden;

import dev.orrery.schemas.event.Event;
import dev.orrery.verify.simulation.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a version leaves: logs that seeds of the simulation gave, and what it made of them.
 *
 * @param logs by their names
 * @param schemas that they were written with, and those of everything else that travels
 * @param told what was made of each log
 */
record Golden(SortedMap<String, GoldenLog> logs, Schemas schemas, Properties told) {

    private static final String TOLD = "told.properties";
    private static final String END = ".jsonl.gz";
    private static final int SEEDS_TRIED = 40;

    static Golden of(String version) throws IOException {
        var logs = new TreeMap<String, GoldenLog>();
        try (var files = Files.list(Releases.folder(version))) {
            for (var file : files.filter(each -> each.toString().endsWith(END)).toList()) {
                var name = file.getFileName().toString();
                logs.put(name.substring(0, name.length() - END.length()), GoldenLog.read(file));
            }
        }
        var told = new Properties();
        try (var in = Files.newBufferedReader(Releases.folder(version).resolve(TOLD))) {
            told.load(in);
        }
        return new Golden(logs, Schemas.of(version), told);
    }

    /** Writes down what this version leaves. */
    static void write(String version) throws IOException {
        var folder = Files.createDirectories(Releases.folder(version));
        // Of a version that was not released after all, other seeds may be there.
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        var schemas = Schemas.current();
        schemas.writeTo(version);
        var lines = new TreeMap<String, String>();
        for (long seed : seeds()) {
            var log = new GoldenLog(Story.of(seed));
            var name = "seed-" + seed;
            log.writeTo(folder.resolve(name + END));
            lines.putAll(Told.of(log, schemas.archive()).by(name));
        }
        Files.write(
                folder.resolve(TOLD),
                lines.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    /** A few that have every type of event between them, the shortest log of what is needed. */
    private static List<Long> seeds() {
        var types = new TreeMap<Long, Set<String>>();
        for (long seed = 1; seed <= SEEDS_TRIED; seed++) {
            types.put(seed, new GoldenLog(Story.of(seed)).types());
        }
        var missing = new TreeSet<>(allTypes());
        var chosen = new TreeSet<Long>();
        while (!missing.isEmpty()) {
            var best =
                    types.entrySet().stream()
                            .max((one, other) ->
                                    Long.compare(
                                            count(one.getValue(), missing),
                                            count(other.getValue(), missing)))
                            .orElseThrow();
            if (!missing.removeAll(best.getValue())) {
                throw new IllegalStateException("No seed has " + missing + "; try more of them.");
            }
            chosen.add(best.getKey());
        }
        return List.copyOf(chosen);
    }

    private static long count(Set<String> types, Set<String> missing) {
        return types.stream().filter(missing::contains).count();
    }

    /** The simple names of all events that there are. */
    static Set<String> allTypes() {
        return types(Event.class).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> types(Class<?> event) {
        return event.isSealed()
                ? Stream.of(event.getPermittedSubclasses()).flatMap(Golden::types)
                : Stream.of(event.getSimpleName());
    }
}
