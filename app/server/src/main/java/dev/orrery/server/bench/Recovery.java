package dev.orrery.server.bench;

import dev.orrery.schemas.id.Position;
import dev.orrery.server.bench.Acknowledgements.Back;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long after a kill -9 commands are acknowledged again, with a million events in the log: of
 * everything in one process, of a processor of two, of a broker of three. And how fast the views
 * are built from that log.
 */
final class Recovery implements Measurement {

    private static final int SLOTS = 1_024;
    private static final List<String> CHANGELOGS =
            List.of("orrery-projector-views-changelog", "orrery-projector-output-changelog");

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        alone(rig.folder("recovery"), rounds.events(), book);
        cluster(rig.folder("recovery-cluster"), rounds.events(), book);
    }

    /** Everything in one process. */
    private static void alone(Path folder, int events, Book book) throws Exception {
        var port = "http.port=" + FreePort.any();
        var child = ChildServer.start(folder, "--set", port);
        try {
            fill(child, events, book, "events in one process, appended");
            var address = child.endpoints().api();
            var killed = child;
            var restarted = new ArrayList<ChildServer>();
            try (var acknowledgements = new Acknowledgements(address)) {
                var back =
                        acknowledgements.after(
                                killed::kill,
                                () -> restarted.add(ChildServer.start(folder, "--set", port)));
                child = restarted.getFirst();
                tell(book, "everything in one process, restarted at once", back, 10);
            }
            rebuild(child, folder, port, events, book);
        } finally {
            child.close();
        }
    }

    /** With nothing left of them but the log; compared with a start that finds them whole. */
    private static void rebuild(ChildServer whole, Path folder, String port, int events, Book book)
            throws Exception {
        var end = end(whole.endpoints().api());
        whole.close();
        double usual = start(folder, port, end);
        try (var without =
                        ChildServer.start(folder, "--set", port, "--set", "roles=api,processor");
                var admin =
                        Admin.create(Map.of("bootstrap.servers", without.endpoints().kafka()))) {
            admin.deleteTopics(CHANGELOGS).all().get();
        }
        deleteViews(folder.resolve("streams"));
        double seconds = start(folder, port, end);
        book.note("start that finds the views whole", usual, Unit.SECONDS);
        book.note("start that builds them again", seconds, Unit.SECONDS);
        book.add(
                "views built again from the log",
                events / (seconds - usual),
                Unit.PER_SECOND,
                Target.atLeast(30_000));
    }

    /** How long a start takes until the views have all of the log, in seconds. */
    private static double start(Path folder, String port, Position end) throws Exception {
        long start = System.nanoTime();
        try (var child = ChildServer.start(folder, "--set", port)) {
            awaitViews(child.endpoints().api(), end);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void deleteViews(Path streams) throws IOException {
        try (var files = Files.walk(streams)) {
            for (var file :
                    files.filter(path -> path.toString().contains("orrery-projector"))
                            .sorted(Comparator.reverseOrder())
                            .toList()) {
                Files.delete(file);
            }
        }
    }

    /** Where the log ends: what is written now is behind everything else of its partition. */
    private static Position end(String address) throws Exception {
        var end = new TreeMap<Integer, Long>();
        try (var line = HttpLine.open(address)) {
            for (int slot = 0; slot < SLOTS; slot++) {
                var answer = line.ask(HttpRequest.post(Deployments.path(slot) + "/resume"));
                Position.parse(answer.requireGood().header("orrery-position"))
                        .sequences()
                        .forEach((partition, last) -> end.merge(partition, last, Math::max));
            }
        }
        return new Position(end);
    }

    private static void awaitViews(String address, Position end) throws Exception {
        try (var line = HttpLine.open(address)) {
            var read = HttpRequest.get(Deployments.path(0), end.toString());
            while (line.ask(read).status() != 200) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    /** Two nodes on three brokers. */
    private static void cluster(Path folder, int events, Book book) throws Exception {
        try (var brokers = Brokers.start(folder.resolve("kafka"));
                var data = DataFolder.claim(folder.resolve("registry"));
                var registry =
                        EmbeddedRegistry.start(
                                data, EmbeddedRegistry.Settings.at(brokers.bootstrapServers()));
                var nodes = new Nodes(folder, brokers.bootstrapServers(), registry.url())) {
            nodes.start(0);
            nodes.start(1);
            fill(nodes.get(1), events, book, "events in a cluster, appended");
            try (var acknowledgements = new Acknowledgements(nodes.get(1).endpoints().api())) {
                tell(
                        book,
                        "a processor of two, restarted at once",
                        acknowledgements.after(() -> nodes.kill(0), () -> nodes.start(0)),
                        5);
                tell(
                        book,
                        "a processor of two, taken over by the other",
                        acknowledgements.after(() -> nodes.kill(0), () -> {}),
                        12);
                nodes.start(0);
                brokersOneByOne(brokers, acknowledgements, book);
            }
        }
    }

    private static void brokersOneByOne(
            Brokers brokers, Acknowledgements acknowledgements, Book book) throws Exception {
        var worst = new Back(0, 0);
        for (int broker = 0; broker < Brokers.COUNT; broker++) {
            int killed = broker;
            var back = acknowledgements.after(() -> brokers.kill(killed), () -> {});
            if (back.all() > worst.all()) {
                worst = back;
            }
            brokers.restart(killed);
        }
        tell(book, "a broker of three, the worst of them", worst, 10);
    }

    private static void tell(Book book, String what, Back back, int secondsMax) {
        book.note("kill -9 of " + what + ", first acknowledged", back.first(), Unit.SECONDS);
        book.add(
                "kill -9 of " + what + ", all partitions acknowledge",
                back.all(),
                Unit.SECONDS,
                Target.atMost(secondsMax));
    }

    private static void fill(ChildServer child, int events, Book book, String what)
            throws Exception {
        Deployments.create(child.endpoints().api(), SLOTS);
        var toggle = new Toggle(SLOTS);
        try (var line = new Line(child.endpoints())) {
            long start = System.nanoTime();
            Load.times(slot -> line.ask(toggle.command(slot)), SLOTS, events);
            book.note(what, events * 1e9 / (System.nanoTime() - start), Unit.PER_SECOND);
        }
    }
}
