package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What a Kafka must have switched on before a log is written to it. */
final class ClusterFeatures {

    private static final String TRANSACTIONS = "transaction.version";

    /** Below it a late write of one transaction can fall into the next: the log could tear. */
    private static final int TRANSACTIONS_MIN = 2;

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
        var found = finalized.get(TRANSACTIONS);
        int level = found == null ? 0 : found.maxVersionLevel();
        if (level < TRANSACTIONS_MIN) {
            throw new StartRefused(
                    "This Kafka has the feature "
                            + TRANSACTIONS
                            + " at "
                            + level
                            + " and Orrery needs "
                            + TRANSACTIONS_MIN
                            + "; upgrade its brokers to 4.2.1 or newer and run kafka-features.sh"
                            + " upgrade --feature "
                            + TRANSACTIONS
                            + "="
                            + TRANSACTIONS_MIN
                            + ".");
        }
    }
}
