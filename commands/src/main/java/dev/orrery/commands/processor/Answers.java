package dev.orrery.commands.processor;

import dev.orrery.schemas.id.CommandId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The first answer to each command id, so that asking again is not doing again. Scoped to actor and
 * root, remembered for a time and up to a number.
 */
final class Answers {

    private static final int KEY_BYTES = 16;
    private static final int REMOVED_PER_TURN_MAX = 1_000;

    private record Remembered(long millis, Bytes key) {}

    private final PartitionState state;
    private final long keptMillis;
    private final int answersMax;
    // Oldest first. The keys are those of the store, so an entry here costs little.
    private final ArrayDeque<Remembered> byAge = new ArrayDeque<>();

    Answers(PartitionState state, ProcessorSettings settings) {
        this.state = state;
        this.keptMillis = settings.answersKept().toMillis();
        this.answersMax = settings.answersPerPartitionMax();
    }

    /** Finds the ages again when a task starts. */
    void load() {
        var all = new ArrayList<Remembered>();
        state.eachAnswer(
                (key, answer) -> all.add(new Remembered(answer.time().toEpochMilli(), key)));
        all.sort(Comparator.comparingLong(Remembered::millis));
        byAge.clear();
        byAge.addAll(all);
    }

    Stored.@Nullable Answer find(Bytes key) {
        return state.answer(key);
    }

    void remember(Bytes key, Stored.Answer answer) {
        state.put(key, answer);
        byAge.add(new Remembered(answer.time().toEpochMilli(), key));
        if (byAge.size() > answersMax) {
            state.forget(byAge.remove().key());
        }
    }

    /** Forgets what is too old, a bounded number a turn. */
    void forgetOld(Instant now) {
        long oldest = now.toEpochMilli() - keptMillis;
        for (int i = 0; i < REMOVED_PER_TURN_MAX; i++) {
            var first = byAge.peek();
            if (first == null || first.millis() >= oldest) {
                return;
            }
            state.forget(byAge.remove().key());
        }
    }

    static Bytes key(String root, String actor, CommandId command) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(root.getBytes(StandardCharsets.UTF_8));
            sha256.update(actor.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(command.value().getBytes(StandardCharsets.UTF_8));
            return PartitionState.answerKey(Arrays.copyOf(sha256.digest(), KEY_BYTES));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
