package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Answer.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Its process lives, or may live on another host; nothing was sent. */
    public record Alive(String run) implements Pushed {}

    /**
     * It could not be sent now, or not all of it; its journal is as it was.
     *
     * @param answer why
     */
    public record Left(String run, Answer answer) implements Pushed {}

    /** Those of {@code ORRERY_JOURNAL}, or of {@code ~/.orrery/journal}. */
    public static Journals of(Map<String, String> environment) {
        var named = environment.get("ORRERY_JOURNAL");
        return new Journals(
                named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".orrery", "journal")
                        : Path.of(named));
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

    /**
     * Sends every journal whose run has ended.
     *
     * @param server its address, such as {@code http://localhost:4200}
     * @return what became of each, in the order of {@link #files}
     * @throws IOException when a journal can't be read or written
     */
    public List<Pushed> push(String server) throws IOException {
        var api = new Api(server);
        var all = new ArrayList<Pushed>();
        Answer nobody = null;
        for (var path : files()) {
            // Where nobody answers, the next could not be sent either.
            var pushed = nobody == null ? push(api, path) : new Left(Journal.run(path), nobody);
            if (pushed instanceof Left left && left.answer().kind() == Kind.UNREACHED) {
                nobody = left.answer();
            }
            if (pushed != null) {
                all.add(pushed);
            }
        }
        return all;
    }

    private static @Nullable Pushed push(Api api, Path path) throws IOException {
        try (var journal = Journal.open(path)) {
            if (journal != null) {
                return push(api, journal);
            }
            // Or somebody else sent it and deleted it.
            return Files.exists(path) ? new Alive(Journal.run(path)) : null;
        }
    }

    private static Pushed push(Api api, Journal journal) throws IOException {
        var requests = ended(journal);
        if (requests.isEmpty()) {
            return new Alive(journal.run());
        }
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

    /** Of a run that has ended; of one whose process died, with a word about that. */
    private static List<Json.Obj> ended(Journal journal) throws IOException {
        var lines = journal.lines();
        if (lines.isEmpty() || !(lines.getFirst().get("owner") instanceof Json.Obj owner)) {
            return List.of();
        }
        var requests = new ArrayList<Json.Obj>();
        for (var line : lines.subList(1, lines.size())) {
            if (line.text("path") != null && line.get("body") instanceof Json.Obj) {
                requests.add(line);
            }
        }
        boolean isGone = Owner.isGone(owner);
        if (requests.stream().anyMatch(Requests::isFinish)) {
            // A process that lives sends its own; this one may be the one, and is past it.
            boolean isLeft = isGone || owner.equals(Owner.me()) || !Owner.isHere(owner);
            return isLeft ? requests : List.of();
        }
        if (!isGone || requests.isEmpty()) {
            return List.of();
        }
        var fence = Requests.fence(requests.getFirst());
        var crash = Requests.crashed("The process ended without saying how.");
        var finish = Requests.finish(journal.run(), fence, crash, journal.changed());
        requests.add(journal.append(finish));
        return requests;
    }
}
