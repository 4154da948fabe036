package dev.orrery.verify.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.audit.log.LogReader;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.envelope.HeaderNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A log in a file: each record with all that Kafka kept of it, as JSON lines, compressed.
 *
 * @param records of each partition
 */
record GoldenLog(SortedMap<Integer, List<LogRecord>> records) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static GoldenLog read(Path file) throws IOException {
        var records = new TreeMap<Integer, List<LogRecord>>();
        try (var in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var record = record(MAPPER.readTree(line));
                records.computeIfAbsent(record.partition(), _ -> new ArrayList<>()).add(record);
            }
        }
        return new GoldenLog(records);
    }

    void writeTo(Path file) throws IOException {
        try (var out =
                new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(file)),
                        StandardCharsets.UTF_8)) {
            for (var partition : records.values()) {
                for (var each : partition) {
                    out.write(line(each) + "\n");
                }
            }
        }
    }

    /** The same, with each record changed. */
    GoldenLog with(UnaryOperator<LogRecord> change) {
        var changed = new TreeMap<Integer, List<LogRecord>>();
        records.forEach(
                (partition, each) -> changed.put(partition, each.stream().map(change).toList()));
        return new GoldenLog(changed);
    }

    /** The simple names of the events in it. */
    Set<String> types() {
        return records.values().stream()
                .flatMap(List::stream)
                .map(each -> String.valueOf(each.attribute(HeaderNames.TYPE)))
                .map(type -> type.substring(type.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    LogReader reader() {
        var rest = new TreeMap<Integer, Iterator<LogRecord>>();
        records.forEach((partition, each) -> rest.put(partition, each.iterator()));
        return new LogReader() {
            @Override
            public List<Integer> partitions() {
                return List.copyOf(records.keySet());
            }

            @Override
            public @Nullable LogRecord next(int partition) {
                var there = rest.get(partition);
                return there == null || !there.hasNext() ? null : there.next();
            }

            @Override
            public void close() {}
        };
    }

    private static String line(LogRecord record) throws JsonProcessingException {
        var line = MAPPER.createObjectNode();
        line.put("partition", record.partition());
        line.put("offset", record.offset());
        line.put("timestamp", record.timestamp());
        line.put("key", text(record.key()));
        var headers = line.putArray("headers");
        for (var header : record.headers()) {
            headers.addArray().add(header.key()).add(text(header.value()));
        }
        line.put("value", Base64.getEncoder().encodeToString(record.value()));
        return MAPPER.writeValueAsString(line);
    }

    private static LogRecord record(JsonNode line) {
        var headers = new RecordHeaders();
        for (var header : line.get("headers")) {
            headers.add(header.get(0).asText(), bytes(header.get(1)));
        }
        return new LogRecord(
                line.get("partition").asInt(),
                line.get("offset").asLong(),
                line.get("timestamp").asLong(),
                bytes(line.get("key")),
                headers,
                Base64.getDecoder().decode(line.get("value").asText()));
    }

    private static byte[] bytes(JsonNode text) {
        return text.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] utf8) {
        return utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
    }
}
