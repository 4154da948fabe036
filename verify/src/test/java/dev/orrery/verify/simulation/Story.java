package dev.orrery.verify.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.commands.processor.PartitionWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/** A log that a seed leaves: the same for the same seed, as long as nobody changes the rules. */
public final class Story {

    private Story() {}

    /** The records of each partition. */
    public static SortedMap<Integer, List<LogRecord>> of(long seed) {
        ((Logger) LoggerFactory.getLogger(PartitionWriter.class)).setLevel(Level.ERROR);
        var log = new TreeMap<Integer, List<LogRecord>>();
        for (var partition : Simulation.events(seed)) {
            int number = log.size();
            log.put(
                    number,
                    partition.stream()
                            .map(each ->
                                    new LogRecord(
                                            number,
                                            each.offset(),
                                            each.timestamp(),
                                            each.key(),
                                            each.headers(),
                                            each.value()))
                            .toList());
        }
        return log;
    }
}
