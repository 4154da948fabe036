package dev.orrery.schemas.topic;

import java.util.List;

/**
 * What an installation may choose about its topics.
 *
 * @param partitions of the log, 1 or more; fixed for its life
 * @param replicationFactor how many brokers hold each record, -1 for what the cluster has set
 * @param minInsyncReplicas how many of them must have it before it counts as written, 0 for what
 *     the cluster has set
 * @param pools the work pools
 */
public record TopicSettings(
        int partitions, short replicationFactor, int minInsyncReplicas, List<String> pools) {

    public static final int PARTITIONS_DEFAULT = 8;

    public TopicSettings {
        pools = List.copyOf(pools);
        if (partitions < 1) {
            throw new IllegalArgumentException("a log has 1 partition or more");
        }
    }

    /** For one broker. */
    public static TopicSettings single(int partitions, List<String> pools) {
        return new TopicSettings(partitions, (short) 1, 1, pools);
    }

    /** For a cluster of somebody, who decides how safe a record is there. */
    public static TopicSettings ofCluster(int partitions, List<String> pools) {
        return new TopicSettings(partitions, (short) -1, 0, pools);
    }
}
