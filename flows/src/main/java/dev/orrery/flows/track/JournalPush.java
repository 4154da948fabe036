package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends what earlier runs left in their journals, whichever language they were written in. */
public final class JournalPush {

    private final Api api;
    private int pushed;
    private int refused;
    private int running;
    private int left;

    /**
     * @param pushed runs that the server knows now; their journals are gone
     * @param refused runs that it will never take; their journals end in {@code .refused}
     * @param running runs of processes that live, or may live on another host
     * @param left runs that could not be sent now
     * @param said what the server last said, or why it was not reached; empty where all is well
     */
    public record Counts(int pushed, int refused, int running, int left, String said) {}

    private JournalPush(Api api) {
        this.api = api;
    }

    /** {@code ORRERY_JOURNAL}, or {@code ~/.orrery/journal}. */
    public static Path folder() {
        return Journal.folder();
    }

    /**
     * Sends every journal whose run has ended.
     *
     * @param server its address, such as {@code http://localhost:4200}
     */
    public static Counts push(Path folder, String server) throws IOException {
        return new JournalPush(new Api(server)).all(folder);
    }

    private Counts all(Path folder) throws IOException {
        var reached = true;
        for (var path : journals(folder)) {
            // The next could not be sent either.
            if (!reached) {
                left++;
                continue;
            }
            try (var journal = Journal.open(path)) {
                if (journal == null) {
                    running += Files.exists(path) ? 1 : 0;
                } else {
                    reached = one(journal);
                }
            }
        }
        return new Counts(pushed, refused, running, left, api.said());
    }

    private static List<Path> journals(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(Journal.ENDING)).sorted().toList();
        }
    }

    /** Whether the server was reached. */
    private boolean one(Journal journal) throws IOException {
        var requests = ended(journal);
        if (requests == null) {
            running++;
            return true;
        }
        for (var request : requests) {
            switch (api.send(request)) {
                case DONE -> {}
                case REFUSED -> {
                    // Output that the server does not take is lost; the run is worth more.
                    if (!Requests.isOutput(request)) {
                        journal.setAside();
                        refused++;
                        return true;
                    }
                }
                case NOT_NOW -> {
                    left++;
                    return true;
                }
                case UNREACHED -> {
                    left++;
                    return false;
                }
            }
        }
        journal.delete();
        pushed++;
        return true;
    }

    /** Of a run that has ended; of one whose process died, with a word about that. */
    private static @Nullable List<Json.Obj> ended(Journal journal) throws IOException {
        var lines = journal.lines();
        if (lines.isEmpty() || !(lines.getFirst().get("owner") instanceof Json.Obj owner)) {
            return null;
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
            return isGone || owner.equals(Owner.me()) || !Owner.isHere(owner) ? requests : null;
        }
        if (!isGone || requests.isEmpty()) {
            return null;
        }
        var fence = Requests.fence(requests.getFirst());
        var crash = Requests.crashed("The process ended without saying how.");
        var finish = Requests.finish(journal.run(), fence, crash, journal.changed());
        requests.add(journal.append(finish));
        return requests;
    }
}
