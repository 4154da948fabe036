package dev.orrery.commands.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * When each answer that is remembered was given, and its hash: a queue, the oldest first. Made of
 * numbers and not of objects, 24 bytes an answer, since there can be a million of them.
 */
final class AnswerAges {

    private static final int ANSWERS_PER_CHUNK = 4_096;
    private static final int NUMBERS = 3;
    private static final int CHUNK = ANSWERS_PER_CHUNK * NUMBERS;

    /** How many answers can be sorted: the bits that are left beside 40 of milliseconds. */
    private static final int INDEX_BITS = 23;

    private final ArrayDeque<long[]> chunks = new ArrayDeque<>();
    private int first;
    private int end = CHUNK;
    private int size;

    void add(long millis, UUID hash) {
        if (end == CHUNK) {
            chunks.add(new long[CHUNK]);
            end = 0;
        }
        var last = chunks.getLast();
        last[end] = millis;
        last[end + 1] = hash.getMostSignificantBits();
        last[end + 2] = hash.getLeastSignificantBits();
        end += NUMBERS;
        size++;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Unix milliseconds. */
    long oldestMillis() {
        return chunks.getFirst()[first];
    }

    UUID removeOldest() {
        var chunk = chunks.getFirst();
        var hash = new UUID(chunk[first + 1], chunk[first + 2]);
        first += NUMBERS;
        size--;
        if (first == CHUNK) {
            chunks.removeFirst();
            first = 0;
        }
        return hash;
    }

    /** The same, by age, where nothing was removed yet. */
    AnswerAges sorted() {
        if (size >= 1 << INDEX_BITS) {
            throw new IllegalStateException(size + " answers are too many to sort");
        }
        var all = new ArrayList<>(chunks);
        var order = new long[size];
        for (int i = 0; i < size; i++) {
            order[i] = millis(all, i);
        }
        long oldest = Arrays.stream(order).min().orElse(0);
        for (int i = 0; i < size; i++) {
            order[i] = ((order[i] - oldest) << INDEX_BITS) | i;
        }
        Arrays.sort(order);
        var sorted = new AnswerAges();
        for (long each : order) {
            int index = (int) each & ((1 << INDEX_BITS) - 1);
            var chunk = all.get(index / ANSWERS_PER_CHUNK);
            int at = index % ANSWERS_PER_CHUNK * NUMBERS;
            sorted.add(chunk[at], new UUID(chunk[at + 1], chunk[at + 2]));
        }
        return sorted;
    }

    private static long millis(List<long[]> all, int index) {
        return all.get(index / ANSWERS_PER_CHUNK)[index % ANSWERS_PER_CHUNK * NUMBERS];
    }
}
