package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What a Kafka must have switched on before a log is written to it. */
final class ClusterFeatures {

    private record Feature(String name, int min) {}

    private static final List<Feature> NEEDED =
            List.of(
                    // Below it a late write of one transaction can fall into the next: the log
                    // could tear.
                    new Feature("transaction.version", 2),
                    // Without it there are no share groups, and no runner is handed a run.
                    new Feature("share.version", 1));

    private ClusterFeatures() {}

    /**
     * @throws StartRefused when the cluster lacks one
     */
    static void check(Admin admin, int secondsMax)
            throws InterruptedException, ExecutionException, TimeoutException {
        var finalized =
                admin.describeFeatures()
                        .featureMetadata()
                        .get(secondsMax, TimeUnit.SECONDS)
                        .finalizedFeatures();
        for (var feature : NEEDED) {
            var found = finalized.get(feature.name());
            int level = found == null ? 0 : found.maxVersionLevel();
            if (level < feature.min()) {
                throw refusal(feature, level);
            }
        }
    }

    private static StartRefused refusal(Feature feature, int level) {
        return new StartRefused(
                "This Kafka has the feature "
                        + feature.name()
                        + " at "
                        + level
                        + " and Orrery needs "
                        + feature.min()
                        + "; upgrade its brokers to 4.2.1 or newer and run kafka-features.sh"
                        + " upgrade --feature "
                        + feature.name()
                        + "="
                        + feature.min()
                        + ".");
    }
}
