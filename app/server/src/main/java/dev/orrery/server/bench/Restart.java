package dev.orrery.server.bench;

import java.nio.file.Path;

/**
 * A start after kill -9 with a million answers to remember, each to a command that was accepted.
 */
final class Restart implements Measurement {

    private static final int COMMANDS = 1_000_000;
    private static final int SLOTS = 1_024;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var folder = rig.folder("restart");
        book.note("commands before the restart", fill(folder), Unit.PER_SECOND);
        try (var child = ChildServer.start(folder)) {
            book.add(
                    "restart after kill -9 with 1,000,000 command ids, to ready",
                    child.readySeconds(),
                    Unit.SECONDS,
                    Target.atMost(20));
            book.note("memory after it", child.residentMegabytes(), Unit.MEGABYTES);
        }
    }

    /** How fast they came. */
    private static double fill(Path folder) throws Exception {
        var child = ChildServer.start(folder);
        try {
            Deployments.create(child.endpoints().api(), SLOTS);
            var toggle = new Toggle(SLOTS);
            try (var line = new Line(child.endpoints())) {
                long start = System.nanoTime();
                Load.times(slot -> line.ask(toggle.command(slot)), SLOTS, COMMANDS);
                return COMMANDS * 1e9 / (System.nanoTime() - start);
            }
        } finally {
            child.kill();
        }
    }
}
