package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Answer.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the journals of local runs, whichever language wrote them.
 *
 * @param folder which need not be there
 */
public record Journals(Path folder) {

    /** What became of the journal of a run when it was pushed. */
    public sealed interface Pushed {

        /** The id of the run. */
        String run();
    }

    /**
     * The server knows all of it; its journal is gone.
     *
     * @param requests how many it was told by
     */
    public record Known(String run, int requests) implements Pushed {}

    /**
     * The server will never take it.
     *
     * @param answer why
     * @param aside the journal, kept for people
     */
    public record Refused(String run, Answer answer, Path aside) implements Pushed {}

    /** Its process lives and will tell of it; nothing was sent. */
    public record Alive(String run) implements Pushed {}

    /**
     * Its process ran on another host and may live there; nothing was sent.
     *
     * @param host its name
     */
    public record Elsewhere(String run, String host) implements Pushed {}

    /**
     * It is no journal, or so little of one that there is nothing to send; it is left where it is.
     *
     * @param file what can't be read
     */
    public record Damaged(String run, Path file) implements Pushed {}

    /**
     * It could not be sent now, or not all of it; its journal is as it was.
     *
     * @param answer why
     */
    public record Left(String run, Answer answer) implements Pushed {}

    /**
     * Those of {@code ORRERY_JOURNAL}, or of {@code ~/.orrery/journal}, where {@code HOME} says
     * what {@code ~} is.
     */
    public static Journals of(Map<String, String> environment) {
        var named = environment.getOrDefault("ORRERY_JOURNAL", "");
        if (!named.isBlank()) {
            return new Journals(Path.of(named));
        }
        var home = environment.getOrDefault("HOME", "");
        return new Journals(
                Path.of(
                        home.isBlank() ? System.getProperty("user.home") : home,
                        ".orrery",
                        "journal"));
    }

    /** The journals that are there, oldest first, since a run's id begins with its time. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(Journal.ENDING)).sorted().toList();
        }
    }

    /** Sends every journal whose run has certainly ended. */
    public List<Pushed> push(String server) throws IOException {
        return push(server, _ -> false);
    }

    /**
     * Sends every journal whose run has ended.
     *
     * @param server its address, such as {@code http://localhost:4200}
     * @param ended whether the process of a run, by its id, has ended on whatever host it was; of
     *     this host it is not asked
     * @return what became of each, in the order of {@link #files}
     * @throws IOException when a journal can't be read or written
     */
    public List<Pushed> push(String server, Predicate<String> ended) throws IOException {
        var api = new Api(server);
        var all = new ArrayList<Pushed>();
        Answer nobody = null;
        for (var path : files()) {
            // Where nobody answers, the next could not be sent either.
            var pushed =
                    nobody == null ? push(api, path, ended) : new Left(Journal.run(path), nobody);
            if (pushed instanceof Left left && left.answer().kind() == Kind.UNREACHED) {
                nobody = left.answer();
            }
            if (pushed != null) {
                all.add(pushed);
            }
        }
        return all;
    }

    private static @Nullable Pushed push(Api api, Path path, Predicate<String> ended)
            throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path) || !Files.isWritable(path)) {
            return Files.exists(path) ? new Damaged(Journal.run(path), path) : null;
        }
        try (var journal = Journal.open(path)) {
            if (journal != null) {
                return push(api, journal, ended);
            }
            // Or somebody else sent it and deleted it.
            return Files.exists(path) ? new Alive(Journal.run(path)) : null;
        }
    }

    private static Pushed push(Api api, Journal journal, Predicate<String> ended)
            throws IOException {
        var lines = journal.lines();
        if (lines.isEmpty() || !(lines.getFirst().get("owner") instanceof Json.Obj owner)) {
            return new Damaged(journal.run(), journal.path());
        }
        var requests = requests(lines);
        if (requests.isEmpty()) {
            return new Damaged(journal.run(), journal.path());
        }
        boolean isFinished = requests.stream().anyMatch(Requests::isFinish);
        boolean isGone = Owner.isGone(owner) || (!Owner.isHere(owner) && ended.test(journal.run()));
        // A process that lives sends its own; this one may be the one, and is past it.
        if (isFinished ? isHereAndAlive(owner) : !isGone) {
            return Owner.isHere(owner)
                    ? new Alive(journal.run())
                    : new Elsewhere(journal.run(), Owner.host(owner));
        }
        if (!isFinished) {
            requests.add(journal.append(crashed(journal, requests.getFirst())));
        }
        return push(api, journal, requests);
    }

    private static boolean isHereAndAlive(Json.Obj owner) {
        return Owner.isHere(owner) && !Owner.isGone(owner) && !owner.equals(Owner.me());
    }

    private static Pushed push(Api api, Journal journal, List<Json.Obj> requests)
            throws IOException {
        for (var request : requests) {
            var answer = api.send(request);
            switch (answer.kind()) {
                case DONE -> {}
                case REFUSED -> {
                    // Output that the server does not take is lost; the run is worth more.
                    if (!Requests.isOutput(request)) {
                        return new Refused(journal.run(), answer, journal.setAside());
                    }
                }
                case NOT_NOW, UNREACHED -> {
                    return new Left(journal.run(), answer);
                }
            }
        }
        journal.delete();
        return new Known(journal.run(), requests.size());
    }

    private static List<Json.Obj> requests(List<Json.Obj> lines) {
        var requests = new ArrayList<Json.Obj>();
        for (var line : lines.subList(1, lines.size())) {
            if (line.text("path") != null && line.get("body") instanceof Json.Obj) {
                requests.add(line);
            }
        }
        return requests;
    }

    /** The finish of a run whose process died. */
    private static Json.Obj crashed(Journal journal, Json.Obj first) throws IOException {
        var crash = Requests.crashed("The process ended without saying how.");
        return Requests.finish(
                journal.run(), Requests.fence(first), crash, null, journal.changed());
    }
}
