package dev.orrery.verify.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** What happened, for people: told only when a seed is told again. */
final class Trace {

    private static final int LINES_MAX = 400;

    private final boolean told;
    private final Deque<String> lines = new ArrayDeque<>();

    Trace(boolean told) {
        this.told = told;
    }

    void say(Supplier<String> line) {
        if (told) {
            lines.add(line.get());
            if (lines.size() > LINES_MAX) {
                lines.remove();
            }
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
