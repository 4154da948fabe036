package dev.orrery.projections.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The stores on the disk. Those of a process that was killed may have what was never committed:
 * Kafka Streams throws each away when it meets it, with four warnings a store. So a mark says that
 * they were closed, and without it they are thrown away before, with a word from us.
 */
final class StoreFolder {

    /** How the folder of a task begins: all are of the one part that the topology has. */
    private static final String TASKS = "0_";

    private final Path stores;
    private final Path mark;

    /**
     * @param stateFolder of all applications of Kafka Streams
     * @param application whose stores these are
     */
    StoreFolder(Path stateFolder, String application) {
        stores = stateFolder.resolve(application);
        mark = stateFolder.resolve(application + ".closed");
    }

    /**
     * To be called when nothing can fail any more before the stores are opened, and only then.
     *
     * @return whether stores were thrown away
     */
    boolean discardUnlessClosed() {
        try {
            return !Files.deleteIfExists(mark) && discard();
        } catch (IOException failure) {
            throw new UncheckedIOException("The mark " + mark + " can't be removed", failure);
        }
    }

    /**
     * Keeps what belongs to no store: the name of the process, and the lock that Kafka Streams has.
     *
     * @return whether there was any store
     */
    boolean discard() {
        var found = found();
        found.forEach(StoreFolder::delete);
        return !found.isEmpty();
    }

    /**
     * Whether there are stores of tasks that there are no more: once, the output of runs was a task
     * of its own for each partition.
     */
    boolean isOfOtherTasks() {
        return found().stream()
                .anyMatch(store -> !store.getFileName().toString().startsWith(TASKS));
    }

    /** Whether there is no store. */
    boolean isEmpty() {
        return found().isEmpty();
    }

    /** Removes all that there is of the application; nothing of it may be open. */
    void remove() {
        // First: what is removed in part must not be called sound.
        try {
            Files.deleteIfExists(mark);
        } catch (IOException failure) {
            throw unusable(failure);
        }
        if (Files.isDirectory(stores)) {
            delete(stores);
        }
    }

    void markClosed() {
        try {
            Files.writeString(mark, "");
        } catch (IOException failure) {
            throw new UncheckedIOException("The mark " + mark + " can't be written", failure);
        }
    }

    private List<Path> found() {
        if (!Files.isDirectory(stores)) {
            return List.of();
        }
        try (var all = Files.list(stores)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static void delete(Path store) {
        try (var all = Files.walk(store)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static UncheckedIOException unusable(IOException failure) {
        return new UncheckedIOException("The stores can't be thrown away", failure);
    }
}
