package dev.orrery.verify.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What is on its way between a runner or a client and the log, and when it arrives. */
final class Wire {

    private record Item(long nanos, long number, boolean canBeLost, Runnable arrival) {}

    private static final Comparator<Item> ORDER =
            Comparator.comparingLong(Item::nanos).thenComparingLong(Item::number);

    private PriorityQueue<Item> items = new PriorityQueue<>(ORDER);
    private long numbers;

    void send(long atNanos, boolean canBeLost, Runnable arrival) {
        items.add(new Item(atNanos, numbers++, canBeLost, arrival));
    }

    long next() {
        var first = items.peek();
        return first == null ? Long.MAX_VALUE : first.nanos();
    }

    void arrive() {
        items.remove().arrival().run();
    }

    int size() {
        return items.size();
    }

    /** Some of what is on its way takes longer: messages overtake each other. */
    void delay(Dice dice, long nanosMax) {
        var delayed = new PriorityQueue<>(ORDER);
        for (var item : inOrder()) {
            var later = dice.chance(60) ? item.nanos() + dice.between(0, nanosMax) : item.nanos();
            delayed.add(new Item(later, item.number(), item.canBeLost(), item.arrival()));
        }
        items = delayed;
    }

    /** Some of what can be lost is lost. */
    void lose(Dice dice) {
        var left = new PriorityQueue<>(ORDER);
        for (var item : inOrder()) {
            if (!item.canBeLost() || dice.chance(50)) {
                left.add(item);
            }
        }
        items = left;
    }

    private List<Item> inOrder() {
        var all = new ArrayList<>(items);
        all.sort(ORDER);
        return all;
    }
}
