package dev.orrery.schemas.avro;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/** The readers of a codec, by fingerprint and by schema id: ours from the start, others as met. */
final class Readers<T> {

    private static final int FOREIGN_READERS_MAX = 10_000;

    private final String what;
    private final Map<String, Kind<T>> byName;
    private final Map<String, Reader<T>> oursByFingerprint;
    private final Map<Integer, Reader<T>> oursById = new HashMap<>();
    private final Map<Object, Reader<T>> foreign = new ConcurrentHashMap<>();
    private final UnknownIds unknown = new UnknownIds(System::nanoTime);
    private final SchemaIds ids;
    private final Archive archive;

    /**
     * @param what the type of the codec, for people
     */
    Readers(String what, List<Kind<T>> kinds, SchemaIds ids, Archive archive) {
        this.what = what;
        this.ids = ids;
        this.archive = archive;
        byName =
                kinds.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        kind -> kind.schema().getFullName(), Function.identity()));
        oursByFingerprint =
                kinds.stream()
                        .collect(Collectors.toUnmodifiableMap(Kind::fingerprint, kind -> kind));
        kinds.forEach(kind -> oursById.put(kind.id(), kind));
    }

    Reader<T> find(int id, @Nullable String fingerprint) {
        if (fingerprint != null) {
            var reader = byFingerprint(fingerprint);
            if (reader != null) {
                return reader;
            }
        }
        var ours = oursById.get(id);
        return ours != null ? ours : byForeignId(id);
    }

    private @Nullable Reader<T> byFingerprint(String fingerprint) {
        var ours = oursByFingerprint.get(fingerprint);
        if (ours != null) {
            return ours;
        }
        var known = foreign.get(fingerprint);
        return known != null
                ? known
                : archive.find(fingerprint)
                        .map(writer -> remember(fingerprint, reader(writer)))
                        .orElse(null);
    }

    private Reader<T> byForeignId(int id) {
        var known = foreign.get(id);
        if (known != null) {
            return known;
        }
        var refusal = unknown.refusal(id);
        if (refusal != null) {
            return Reader.refusing(refusal);
        }
        return ids.schema(id)
                .map(writer -> remember(id, reader(writer)))
                .orElseGet(() -> Reader.refusing(unknown.add(id)));
    }

    private Reader<T> remember(Object key, Reader<T> reader) {
        if (foreign.size() >= FOREIGN_READERS_MAX) {
            foreign.clear();
        }
        foreign.put(key, reader);
        return reader;
    }

    private Reader<T> reader(Schema writer) {
        var ours = writer.getType() == Schema.Type.RECORD ? byName.get(writer.getFullName()) : null;
        if (ours == null) {
            return Reader.refusing(
                    "The schema " + writer.getFullName() + " is of another type than " + what);
        }
        var fingerprint = Fingerprint.of(writer);
        if (fingerprint.equals(ours.fingerprint())) {
            return ours;
        }
        var fit = SchemaCompatibility.checkReaderWriterCompatibility(ours.schema(), writer);
        return fit.getType() == SchemaCompatibilityType.COMPATIBLE
                ? new Resolved<>(writer, fingerprint, ours)
                : Reader.refusing(
                        "This version of the schema "
                                + writer.getFullName()
                                + " can't be read as ours: "
                                + fit.getResult().getIncompatibilities());
    }
}
