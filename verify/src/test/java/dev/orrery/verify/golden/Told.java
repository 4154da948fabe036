package dev.orrery.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.audit.export.Export;
import dev.orrery.audit.export.Wish;
import dev.orrery.audit.print.Transcript;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Replay;
import dev.orrery.audit.replay.Until;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.projections.view.Views;
import dev.orrery.schemas.avro.Archive;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What this version makes of a log, each as a SHA-256.
 *
 * @param events each as it is exported
 * @param states of what happened, after each event
 * @param rows of all views at the end, as this version forms them
 */
record Told(String events, String states, String rows) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /**
     * @param archive of the schemas that the log was written with
     * @throws AssertionError when the log is not what it must be
     */
    static Told of(GoldenLog log, Archive archive) throws IOException {
        return new Told(events(log, archive), states(log, archive), rows(log, archive));
    }

    /** What was kept of a log, by its name. */
    static Told in(Properties kept, String name) {
        return new Told(
                kept.getProperty(name + ".events", ""),
                kept.getProperty(name + ".states", ""),
                kept.getProperty(name + ".rows", ""));
    }

    Map<String, String> by(String name) {
        return new TreeMap<>(
                Map.of(name + ".events", events, name + ".states", states, name + ".rows", rows));
    }

    private static String events(GoldenLog log, Archive archive) {
        var sha256 = sha256();
        try (var export = new Export(log.reader(), LogFormat.of(archive), Wish.ALL, () -> false)) {
            for (var line = export.next(); line != null; line = export.next()) {
                add(sha256, line);
            }
        }
        return text(sha256);
    }

    private static String states(GoldenLog log, Archive archive) throws IOException {
        var told = new StringWriter();
        var out = new PrintWriter(told);
        var transcript = Transcript.json(out, new PrintWriter(new StringWriter()));
        var summary =
                Replay.run(log.reader(), LogFormat.of(archive), new Until.End(), transcript::event);
        out.flush();
        assertThat(summary.difference()).isNull();
        var sha256 = sha256();
        for (var line : told.toString().split("\n", -1)) {
            if (!line.isEmpty()) {
                var state = MAPPER.readTree(line).get("state");
                var sorted = MAPPER.treeToValue(state, Object.class);
                add(sha256, MAPPER.writeValueAsBytes(sorted));
            }
        }
        return text(sha256);
    }

    private static String rows(GoldenLog log, Archive archive) {
        var format = LogFormat.of(archive);
        var sha256 = sha256();
        for (var partition : log.records().values()) {
            var rows = new MemoryRows();
            for (var record : partition) {
                byte[] key = Objects.requireNonNull(record.key());
                byte[] value = Objects.requireNonNull(record.value());
                var event = format.read(record.partition(), key, record.headers(), value);
                var hash = format.hash(key, record.timestamp(), record.headers(), value);
                Views.fold(event, hash, rows);
            }
            rows.all()
                    .forEach((key, value) -> {
                        add(sha256, key);
                        add(sha256, value);
                    });
        }
        return text(sha256);
    }

    /** With its length, so that no two lists of texts are one. */
    private static void add(MessageDigest sha256, byte[] bytes) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha256.update(bytes);
    }

    private static String text(MessageDigest sha256) {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
