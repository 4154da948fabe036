package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many runs of a deployment there are, how long each may take, and how often; by flags. */
final class PolicyFlags {

    @Option(names = "--owner", paramLabel = "TEXT", description = "Who answers for it.")
    private @Nullable String owner;

    @Option(
            names = "--enforce-parameters",
            negatable = true,
            description =
                    "Refuse parameters that do not fit the schema, as is the default, or let them"
                            + " be.")
    private @Nullable Boolean enforceParameters;

    @Option(
            names = "--concurrency",
            paramLabel = "N[:POLICY]",
            description =
                    "N runs under way at once; others queue (default), skip, or cancel-running.")
    private @Nullable String concurrency;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Attempts after one that ended badly (default: as the code says).")
    private @Nullable Integer retries;

    @Option(
            names = "--retry-delay",
            paramLabel = "DURATION",
            description = "How long after an attempt the next is due. May be repeated, one each.")
    private List<String> retryDelays = new ArrayList<>();

    @Option(
            names = {"--timeout", "--timeout-seconds"},
            paramLabel = "DURATION",
            description = "How long an attempt may take (default: for ever, or as the code says).")
    private @Nullable String timeout;

    @Option(
            names = "--queue-timeout",
            paramLabel = "DURATION",
            description = "How long a run may wait for a runner once it is due.")
    private @Nullable String queueTimeout;

    void addTo(ObjectNode document) {
        if (owner != null) {
            document.put("owner", owner);
        }
        if (enforceParameters != null) {
            document.put("enforceParameters", enforceParameters);
        }
        if (concurrency != null) {
            addConcurrency(document, concurrency.split(":", 2));
        }
        addRetry(document);
        if (timeout != null) {
            document.put("timeoutSeconds", Moments.duration("--timeout", timeout).toSeconds());
        }
        if (queueTimeout != null) {
            long seconds = Moments.duration("--queue-timeout", queueTimeout).toSeconds();
            document.put("queueTimeoutSeconds", seconds);
        }
    }

    private static void addConcurrency(ObjectNode document, String[] parts) {
        try {
            var object = document.putObject("concurrency").put("limit", Integer.parseInt(parts[0]));
            if (parts.length > 1) {
                object.put("collision", parts[1]);
            }
        } catch (NumberFormatException malformed) {
            throw Stop.usage(
                    "--concurrency takes a number, such as 2 or 2:skip, and not '"
                            + parts[0]
                            + "'.");
        }
    }

    private void addRetry(ObjectNode document) {
        if (retries == null && retryDelays.isEmpty()) {
            return;
        }
        if (retries != null && retries == 0) {
            if (!retryDelays.isEmpty()) {
                throw Stop.usage("--retry-delay is of a retry, and --retries 0 says that none is.");
            }
            document.remove("retry");
            return;
        }
        var retry = document.withObjectProperty("retry");
        if (retries != null) {
            retry.put("attempts", retries + 1);
        }
        if (!retry.has("attempts")) {
            throw Stop.usage("--retry-delay is of a retry; add --retries.");
        }
        if (!retryDelays.isEmpty()) {
            var delays = retry.putArray("delaySeconds");
            for (var delay : retryDelays) {
                delays.add(Moments.duration("--retry-delay", delay).toSeconds());
            }
        }
    }
}
