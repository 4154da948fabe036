package dev.orrery.server.bench;

import java.nio.file.Path;

/** Cold start on a fresh folder, and what a server costs that does nothing. */
final class Child implements Measurement {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var starts = Rounds.times(rounds.starts(), () -> startOnce(rig.folder("start")));
        book.add(
                "cold start of orrery up to ready",
                Rounds.median(starts, Double::doubleValue),
                Unit.SECONDS,
                Target.atMost(6));
        try (var child = ChildServer.start(rig.folder("idle"))) {
            child.processorPercent(rounds.settle());
            book.add(
                    "idle, processor",
                    child.processorPercent(rounds.idle()),
                    Unit.PERCENT,
                    Target.atMost(20));
            book.add(
                    "idle, resident memory",
                    child.residentMegabytes(),
                    Unit.MEGABYTES,
                    Target.atMost(800));
        }
    }

    private static double startOnce(Path folder) throws Exception {
        try (var child = ChildServer.start(folder)) {
            return child.readySeconds();
        }
    }
}
