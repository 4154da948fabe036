package dev.orrery.schemas.topic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of an installation be there. */
public final class TopicCatalogue {

    private static final int WAIT_SECONDS = 60;

    private TopicCatalogue() {}

    /**
     * Creates what is missing; what is there stays as it is.
     *
     * @throws CatalogueMismatch when a topic is there with another number of partitions
     * @throws KafkaException when the cluster does not do it
     */
    public static void ensure(Admin admin, TopicSettings settings) {
        ensure(admin, Topics.catalogue(settings.pools()), settings);
    }

    /**
     * Creates the topics by which the runners on a host are woken, as safe as the cluster makes
     * topics: a runner does not know what the installation chose.
     *
     * @throws KafkaException when the cluster does not do it
     */
    public static void ensureHost(Admin admin, List<String> pools, String host) {
        ensure(admin, Topics.ofHost(pools, host), TopicSettings.ofCluster(1, pools));
    }

    private static void ensure(Admin admin, List<Topic> catalogue, TopicSettings settings) {
        var present = present(admin, catalogue);
        var missing = new ArrayList<NewTopic>();
        for (Topic topic : catalogue) {
            var found = present.get(topic.name());
            if (found == null) {
                missing.add(
                        new NewTopic(
                                        topic.name(),
                                        topic.partitions(settings),
                                        settings.replicationFactor())
                                .configs(topic.configs(settings)));
            } else if (topic.spread()) {
                check(topic, found.partitions().size(), settings.partitions());
            }
        }
        create(admin, missing);
    }

    private static Map<String, TopicDescription> present(Admin admin, List<Topic> catalogue) {
        Set<String> names = new HashSet<>(await(admin.listTopics().names()));
        names.retainAll(catalogue.stream().map(Topic::name).toList());
        // Nothing to describe on a first start: one round trip less.
        return names.isEmpty() ? Map.of() : await(admin.describeTopics(names).allTopicNames());
    }

    private static void check(Topic topic, int found, int wanted) {
        if (found != wanted) {
            throw new CatalogueMismatch(
                    "The topic "
                            + topic.name()
                            + " has "
                            + found
                            + " partitions and the settings ask for "
                            + wanted
                            + "; the number is fixed for the life of the log, so start with the"
                            + " setting partitions="
                            + found
                            + " (--set partitions="
                            + found
                            + ").");
        }
    }

    private static void create(Admin admin, List<NewTopic> missing) {
        if (missing.isEmpty()) {
            return;
        }
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                await(created);
            } catch (TopicExistsException _) {
                // Another node started in the same moment, and was first.
            }
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new KafkaException(failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException(
                    "The cluster did not answer in " + WAIT_SECONDS + " seconds", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
