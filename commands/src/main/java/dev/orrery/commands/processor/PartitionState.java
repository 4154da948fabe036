package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.avro.Binary;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The deciding state of one partition, typed, over one store of bytes. One store with a key space a
 * kind, since each changelog is one more partition in every transaction.
 */
final class PartitionState {

    private static final byte LOG_END = 'e';
    private static final byte DEPLOYMENTS = 'd';
    private static final byte REVISIONS = 'v';
    private static final byte SCHEDULES = 's';
    private static final byte BACKFILLS = 'b';
    private static final byte RUNS = 'r';
    private static final byte WORK = 'w';
    private static final byte ANSWERS = 'a';
    private static final byte VIEWS = 'g';
    private static final byte FORM = 'f';

    private static final int ANSWER_SLICE_BITS = 10;

    /** Into how many parts the answers are divided, by their hashes. */
    static final int ANSWER_SLICES = 1 << ANSWER_SLICE_BITS;

    private static final Bytes LOG_END_KEY = Bytes.wrap(new byte[] {LOG_END});
    private static final Bytes VIEWS_KEY = Bytes.wrap(new byte[] {VIEWS});
    private static final Bytes FORM_KEY = Bytes.wrap(new byte[] {FORM});

    /** Read also in a store of another form, to see whether events were lost: it never changes. */
    private static final Binary<LogEnd> LOG_END_FORM = Binary.of(LogEnd.class);

    private static final Binary<Stored.OfDeployment> DEPLOYMENT =
            Binary.of(Stored.OfDeployment.class);
    private static final Binary<Stored.OfRevision> REVISION = Binary.of(Stored.OfRevision.class);
    private static final Binary<Stored.OfSchedule> SCHEDULE = Binary.of(Stored.OfSchedule.class);
    private static final Binary<Stored.OfBackfill> BACKFILL = Binary.of(Stored.OfBackfill.class);
    private static final Binary<Stored.OfRun> RUN = Binary.of(Stored.OfRun.class);
    private static final Binary<Stored.OfWork> WORK_FORM = Binary.of(Stored.OfWork.class);
    private static final Binary<Stored.OfViews> VIEWS_FORM = Binary.of(Stored.OfViews.class);
    private static final Binary<Stored.Answer> ANSWER = Binary.of(Stored.Answer.class);

    /** To be raised where the same events lead to another state of the same form. */
    private static final int FOLD = 1;

    /** What tells a store of this version from those of others. */
    private static final byte[] FORM_NOW =
            Forms.fingerprint(
                    FOLD,
                    Stream.of(
                                    DEPLOYMENT,
                                    REVISION,
                                    SCHEDULE,
                                    BACKFILL,
                                    RUN,
                                    WORK_FORM,
                                    VIEWS_FORM,
                                    ANSWER)
                            .map(Binary::schema)
                            .toList());

    private static final int CLEARED_PER_SLICE = 20_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final DocumentRules rules;
    private final Recent<LogEnd> logEnds;
    private final Recent<Stored.OfDeployment> deployments;
    private final Recent<Stored.OfSchedule> schedules;
    private final Recent<Stored.OfRun> runs;
    private final SlotIndex slots = new SlotIndex();
    private boolean ours;

    /**
     * @param rules of this server, by which what is asked now is judged
     */
    PartitionState(KeyValueStore<Bytes, byte[]> store, DocumentRules rules) {
        this.store = store;
        this.rules = rules;
        this.ours = Arrays.equals(store.get(FORM_KEY), FORM_NOW);
        this.logEnds = new Recent<>(store, LOG_END_FORM, LogEnd.START);
        this.deployments = new Recent<>(store, DEPLOYMENT, Stored.OfDeployment.NONE);
        this.schedules = new Recent<>(store, SCHEDULE, Stored.OfSchedule.NONE);
        this.runs = new Recent<>(store, RUN, Stored.OfRun.NONE);
    }

    /** Whether this version wrote all that is in the store, so that it can be read. */
    boolean isOurs() {
        return ours;
    }

    /** Gives all of it up, to be built again from the log; {@link #clear} does so. */
    void giveUp() {
        store.delete(FORM_KEY);
        ours = false;
    }

    /** Empties a store that is not ours, a bounded number of rows each time, until it is. */
    void clear() {
        logEnds.forget(LOG_END_KEY);
        deployments.forgetAll();
        schedules.forgetAll();
        runs.forgetAll();
        slots.clear();
        try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
            for (int i = 0; i < CLEARED_PER_SLICE && rows.hasNext(); i++) {
                store.delete(rows.next().key);
            }
            if (!rows.hasNext()) {
                store.put(FORM_KEY, FORM_NOW);
                ours = true;
            }
        }
    }

    DocumentRules rules() {
        return rules;
    }

    LogEnd logEnd() {
        return logEnds.get(LOG_END_KEY);
    }

    void put(LogEnd end) {
        logEnds.put(LOG_END_KEY, end);
    }

    Stored.OfDeployment deployment(DeploymentId id) {
        return deployments.get(key(DEPLOYMENTS, id));
    }

    void put(DeploymentId id, Stored.OfDeployment deployment) {
        deployments.put(key(DEPLOYMENTS, id), deployment);
    }

    Optional<DeploymentDocument> document(DeploymentId id, int revision) {
        return Optional.ofNullable(store.get(key(id, revision)))
                .map(bytes -> REVISION.decode(bytes).document());
    }

    /** Keeps a document, and forgets that of the revision so many before. */
    void put(DeploymentId id, int revision, DeploymentDocument document) {
        store.put(key(id, revision), REVISION.encode(new Stored.OfRevision(document)));
        store.delete(key(id, revision - Limits.REVISIONS_MAX));
    }

    Stored.OfSchedule schedule(ScheduleId id) {
        return schedules.get(key(SCHEDULES, id));
    }

    void put(ScheduleId id, Stored.OfSchedule schedule) {
        schedules.put(key(SCHEDULES, id), schedule);
    }

    Stored.OfBackfill backfill(BackfillId id) {
        var bytes = store.get(key(BACKFILLS, id));
        return bytes == null ? Stored.OfBackfill.NONE : BACKFILL.decode(bytes);
    }

    void put(BackfillId id, Stored.OfBackfill backfill) {
        store.put(key(BACKFILLS, id), BACKFILL.encode(backfill));
    }

    /** One that ended leaves the deciding state; its id never comes again. */
    void forget(BackfillId id) {
        store.delete(key(BACKFILLS, id));
    }

    Stored.OfViews views() {
        var bytes = store.get(VIEWS_KEY);
        return bytes == null ? Stored.OfViews.NONE : VIEWS_FORM.decode(bytes);
    }

    void put(Stored.OfViews views) {
        store.put(VIEWS_KEY, VIEWS_FORM.encode(views));
    }

    Stored.OfRun run(RunId id) {
        return runs.get(key(RUNS, id));
    }

    void put(RunId id, Stored.OfRun run) {
        runs.put(key(RUNS, id), run);
    }

    /** Who waits and who has a slot; whole when each run has been noted since the task started. */
    SlotIndex slots() {
        return slots;
    }

    /** Notes where a run is now. */
    void note(Run.Dispatched run) {
        slots.note(run, deployment(run.deployment()).state());
    }

    Stored.OfWork work(RunId id) {
        var bytes = store.get(key(WORK, id));
        if (bytes == null) {
            throw new IllegalStateException("run " + id + " is known and its work is not");
        }
        return WORK_FORM.decode(bytes);
    }

    void put(RunId id, Stored.OfWork work) {
        store.put(key(WORK, id), WORK_FORM.encode(work));
    }

    /** An ended run leaves the deciding state; the log and the views keep its history. */
    void forget(RunId id) {
        runs.forget(key(RUNS, id));
        store.delete(key(WORK, id));
    }

    Stored.@Nullable Answer answer(Bytes key) {
        var bytes = store.get(key);
        return bytes == null ? null : ANSWER.decode(bytes);
    }

    void put(Bytes key, Stored.Answer answer) {
        store.put(key, ANSWER.encode(answer));
    }

    void forget(Bytes answer) {
        store.delete(answer);
    }

    /**
     * The key of an answer.
     *
     * @param hash 128 bits of the digest of what an answer is remembered by
     */
    static Bytes answerKey(UUID hash) {
        return key(ANSWERS, hash);
    }

    static UUID answerHash(Bytes key) {
        var hash = ByteBuffer.wrap(key.get(), 1, 16);
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** Which part of the answers one belongs to. */
    static int answerSlice(UUID hash) {
        return (int) (hash.getMostSignificantBits() >>> (64 - ANSWER_SLICE_BITS));
    }

    /** The key of each answer of a slice, and when it was given, Unix milliseconds. */
    void eachAnswer(int slice, ObjLongConsumer<Bytes> use) {
        long first = (long) slice << (64 - ANSWER_SLICE_BITS);
        var from = answerKey(new UUID(first, 0));
        var to = answerKey(new UUID(first | (-1L >>> ANSWER_SLICE_BITS), -1));
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
            rows.forEachRemaining(row -> use.accept(row.key, Binary.leadingNumber(row.value)));
        }
    }

    void eachSchedule(Consumer<Stored.OfSchedule> use) {
        each(SCHEDULES, pair -> use.accept(SCHEDULE.decode(pair.value)));
    }

    void eachBackfill(Consumer<Stored.OfBackfill> use) {
        each(BACKFILLS, pair -> use.accept(BACKFILL.decode(pair.value)));
    }

    void eachRun(Consumer<Run.Known> use) {
        each(
                RUNS,
                pair -> {
                    switch (RUN.decode(pair.value).state()) {
                        case Run.Known known -> use.accept(known);
                        case Run.Absent _ -> throw new IllegalStateException("an absent run");
                    }
                });
    }

    private void each(byte space, Consumer<KeyValue<Bytes, byte[]>> use) {
        var from = Bytes.wrap(new byte[] {space});
        var to = Bytes.wrap(new byte[] {(byte) (space + 1)});
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (row.key.get()[0] == space) {
                    use.accept(row);
                }
            }
        }
    }

    private static Bytes key(byte space, AggregateId id) {
        return key(space, id.value());
    }

    private static Bytes key(DeploymentId id, int revision) {
        return Bytes.wrap(
                ByteBuffer.allocate(21).put(key(REVISIONS, id).get()).putInt(revision).array());
    }

    private static Bytes key(byte space, UUID id) {
        return Bytes.wrap(
                ByteBuffer.allocate(17)
                        .put(space)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }
}
