package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the runners that can execute a run that it is ready, where there are any. */
final class Announcing {

    private final PartitionState state;
    private final Signals signals;
    private final Presence presence;
    private final Set<String> pools;

    Announcing(
            PartitionState state, Signals signals, Presence presence, ProcessorSettings settings) {
        this.state = state;
        this.signals = signals;
        this.presence = presence;
        this.pools = settings.pools();
    }

    /**
     * Announces a run that is ready.
     *
     * @return whether it should be announced again when nobody leases it: one that waits for a host
     *     is announced when a runner appears there
     */
    boolean announce(Run.Waiting run, long now) {
        var specification = state.work(run.id()).specification();
        var pool = specification.pool();
        var host = host(specification);
        if (host == null) {
            // A pool that is no longer served may have no topic, and to send there would stop the
            // partition. Its runs wait until it is served again, or are cancelled.
            if (pools.contains(pool)) {
                signals.announce(run.id(), run.deployment(), pool, now);
            }
            return true;
        }
        if (presence.isOn(pool, host)) {
            signals.announce(run.id(), run.deployment(), pool, host, now);
            return true;
        }
        presence.await(run.id(), pool, host);
        return false;
    }

    /** Why nobody has leased the run. */
    String whyLate(RunId run) {
        var specification = state.work(run).specification();
        var pool = specification.pool();
        var host = host(specification);
        if (!pools.contains(pool)) {
            return "The work pool '" + pool + "' is not served.";
        }
        if (host != null) {
            return presence.isOn(pool, host)
                    ? "No runner of the host '" + host + "' has had room for it."
                    : "No runner of the host '" + host + "' is alive.";
        }
        return presence.isAnywhere(pool)
                ? "No runner of the work pool '" + pool + "' has had room for it."
                : "No runner of the work pool '" + pool + "' is alive.";
    }

    /** A runner was heard; these runs waited for it. */
    List<RunId> hear(RunnerId runner, String host, List<String> pools) {
        return presence.hear(runner, host, pools);
    }

    /** A runner takes no more runs. */
    void leave(RunnerId runner) {
        presence.leave(runner);
    }

    /** The run waits no more. */
    void forget(RunId run) {
        presence.forget(run);
    }

    void restart() {
        presence.clearWaiting();
    }

    private static @Nullable String host(RunSpecification specification) {
        return switch (specification.code()) {
            case null -> null;
            case CodeSource.Host code -> code.host();
            case CodeSource.Pushed _, CodeSource.S3 _ -> null;
        };
    }
}
