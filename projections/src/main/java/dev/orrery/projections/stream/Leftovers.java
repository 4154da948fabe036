package dev.orrery.projections.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away what generations of the views left that nobody reads or builds any more: the stores
 * here, and once no node is in its group, the group and its changelogs. What another node deletes
 * at the same time is gone all the same.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private static final String APPLICATION =
            Pattern.quote(ProjectorSettings.application(ProjectorSettings.FIRST))
                    + "(?:-([0-9]{1,9}))?";

    private static final Pattern CHANGELOG =
            Pattern.compile(
                    APPLICATION
                            + "-(?:"
                            + ProjectorTopology.VIEWS
                            + "|"
                            + ProjectorTopology.OUTPUT
                            + ")-changelog");

    private static final Pattern FOLDER = Pattern.compile(APPLICATION + "(?:\\.closed)?");

    private final Admin admin;
    private final Path stateFolder;

    /**
     * @param admin is the caller's to close
     * @param stateFolder of all applications of Kafka Streams
     */
    public Leftovers(Admin admin, Path stateFolder) {
        this.admin = admin;
        this.stateFolder = stateFolder;
    }

    /**
     * Throws away all but what is of some generations.
     *
     * @return whether nothing else is left; something is as long as nodes still use it
     */
    public boolean sweep(Set<Integer> kept) throws ExecutionException, InterruptedException {
        for (int each : folders()) {
            if (!kept.contains(each)) {
                new StoreFolder(stateFolder, ProjectorSettings.application(each)).remove();
            }
        }
        var topics = admin.listTopics().names().get();
        var generations = generations(topics, CHANGELOG, name -> name);
        generations.removeAll(kept);
        boolean done = true;
        for (int each : generations) {
            done &= delete(each, topics);
        }
        return done;
    }

    private boolean delete(int generation, Set<String> topics)
            throws ExecutionException, InterruptedException {
        var group = ProjectorSettings.application(generation);
        try {
            orGone(
                    admin.deleteConsumerGroups(List.of(group)).all(),
                    GroupIdNotFoundException.class);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupNotEmptyException) {
                return false;
            }
            throw failure;
        }
        var changelogs = new HashSet<>(topics);
        changelogs.removeIf(topic -> {
            var form = CHANGELOG.matcher(topic);
            return !form.matches() || generation(form) != generation;
        });
        orGone(admin.deleteTopics(changelogs).all(), UnknownTopicOrPartitionException.class);
        LOG.info("Generation {} of the views is deleted", generation);
        return true;
    }

    private static void orGone(KafkaFuture<Void> deleted, Class<? extends Exception> gone)
            throws ExecutionException, InterruptedException {
        try {
            deleted.get();
        } catch (ExecutionException failure) {
            if (!gone.isInstance(failure.getCause())) {
                throw failure;
            }
        }
    }

    private Set<Integer> folders() {
        if (!Files.isDirectory(stateFolder)) {
            return Set.of();
        }
        try (var all = Files.list(stateFolder)) {
            return generations(all.toList(), FOLDER, path -> path.getFileName().toString());
        } catch (IOException failure) {
            throw new UncheckedIOException("The stores can't be listed", failure);
        }
    }

    private static <T> Set<Integer> generations(
            Iterable<T> all, Pattern pattern, Function<T, String> name) {
        var found = new TreeSet<Integer>();
        for (var each : all) {
            var form = pattern.matcher(name.apply(each));
            if (form.matches()) {
                found.add(generation(form));
            }
        }
        return found;
    }

    private static int generation(Matcher form) {
        var number = form.group(1);
        return number == null ? ProjectorSettings.FIRST : Integer.parseInt(number);
    }
}
