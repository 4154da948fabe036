package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.EventLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topics that processors read, and the events: what is committed, and nothing else. */
final class Log implements EventLog {

    private static final int ENTRIES_PER_READ = 8;

    private final int partitions;
    private final Map<String, List<List<Sent>>> topics = new HashMap<>();
    private final List<List<Entry>> events = new ArrayList<>();

    Log(int partitions) {
        this.partitions = partitions;
        for (int i = 0; i < partitions; i++) {
            events.add(new ArrayList<>());
        }
    }

    List<Sent> records(String topic, int partition) {
        return topics.computeIfAbsent(
                        topic,
                        _ -> {
                            var empty = new ArrayList<List<Sent>>();
                            for (int i = 0; i < partitions; i++) {
                                empty.add(new ArrayList<>());
                            }
                            return empty;
                        })
                .get(partition);
    }

    Sent append(Sent sent) {
        var records = records(sent.topic(), sent.partition());
        var placed = sent.at(records.size());
        records.add(placed);
        return placed;
    }

    void appendEvent(Sent sent) {
        var of = events.get(sent.partition());
        of.add(new Entry(of.size(), sent.key(), sent.time(), sent.headers(), sent.value()));
    }

    List<Entry> events(int partition) {
        return events.get(partition);
    }

    @Override
    public Optional<Entry> last(int partition) {
        var of = events.get(partition);
        return of.isEmpty() ? Optional.empty() : Optional.of(of.getLast());
    }

    @Override
    public List<Entry> read(int partition, long offset) {
        var of = events.get(partition);
        int from = (int) Math.min(offset, of.size());
        return of.subList(from, Math.min(of.size(), from + ENTRIES_PER_READ));
    }

    /** The log as one reads it who has read up to a place already. */
    EventLog from(int start) {
        return new EventLog() {
            @Override
            public Optional<Entry> last(int partition) {
                return Log.this.last(partition);
            }

            @Override
            public List<Entry> read(int partition, long offset) {
                return Log.this.read(partition, Math.max(start, offset));
            }
        };
    }
}
