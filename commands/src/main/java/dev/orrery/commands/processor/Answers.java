package dev.orrery.commands.processor;

import dev.orrery.schemas.id.CommandId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The first answer to each command id, so that asking again is not doing again. Scoped to actor and
 * root, remembered for a time and up to a number.
 */
final class Answers {

    private static final int REMOVED_PER_TURN_MAX = 1_000;
    private static final int LOADED_PER_TURN = 2_000;

    private final PartitionState state;
    private final long keptMillis;
    private final int answersMax;
    // In order when all of the store is looked through.
    private AnswerAges ages = new AnswerAges();
    private int slicesSeen;

    Answers(PartitionState state, ProcessorSettings settings) {
        this.state = state;
        this.keptMillis = settings.answersKept().toMillis();
        this.answersMax = settings.answersPerPartitionMax();
    }

    Stored.@Nullable Answer find(Bytes key) {
        return state.answer(key);
    }

    void remember(Bytes key, Stored.Answer answer) {
        state.put(key, answer);
        var hash = PartitionState.answerHash(key);
        // What is not looked through yet will be, and this found in it.
        if (PartitionState.answerSlice(hash) < slicesSeen) {
            ages.add(answer.time().toEpochMilli(), hash);
        }
        if (isLoaded() && ages.size() > answersMax) {
            forgetOldest();
        }
    }

    /**
     * Forgets what is too old, a bounded number a turn. The first turns after a start find out what
     * is how old: nobody waits for that, so a start does not either.
     */
    void tidy(Instant now) {
        if (isLoaded()) {
            forgetOld(now);
        } else {
            load();
        }
    }

    private void load() {
        int before = ages.size();
        while (!isLoaded() && ages.size() - before < LOADED_PER_TURN) {
            state.eachAnswer(
                    slicesSeen, (key, millis) -> ages.add(millis, PartitionState.answerHash(key)));
            slicesSeen++;
            if (isLoaded()) {
                ages = ages.sorted();
            }
        }
    }

    private boolean isLoaded() {
        return slicesSeen == PartitionState.ANSWER_SLICES;
    }

    private void forgetOld(Instant now) {
        long oldest = now.toEpochMilli() - keptMillis;
        for (int i = 0; i < REMOVED_PER_TURN_MAX; i++) {
            if (ages.isEmpty() || ages.oldestMillis() >= oldest) {
                return;
            }
            forgetOldest();
        }
    }

    private void forgetOldest() {
        state.forget(PartitionState.answerKey(ages.removeOldest()));
    }

    static Bytes key(String root, String actor, CommandId command) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(root.getBytes(StandardCharsets.UTF_8));
            sha256.update(actor.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(command.value().getBytes(StandardCharsets.UTF_8));
            var digest = ByteBuffer.wrap(sha256.digest());
            return PartitionState.answerKey(new UUID(digest.getLong(), digest.getLong()));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
