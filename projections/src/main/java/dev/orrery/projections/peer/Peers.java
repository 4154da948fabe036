package dev.orrery.projections.peer;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.net.http.HttpClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The other nodes of the cluster, to be asked about one generation of the views. */
public final class Peers implements AutoCloseable {

    private final Owners owners;
    private final String log;
    private final int generation;
    private final PeerLimits limits;
    private final Map<Errand, Semaphore> free = new EnumMap<>(Errand.class);
    private final Semaphore bytesFree;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /**
     * @param owners of the partitions of that generation
     * @param log which one this node is of; nodes of another one answer nothing of ours
     * @param generation of the views that the others are asked about
     */
    public Peers(Owners owners, String log, int generation, PeerLimits limits) {
        this.owners = owners;
        this.log = log;
        this.generation = generation;
        this.limits = limits;
        for (var errand : Errand.values()) {
            free.put(errand, new Semaphore(limits.readsMax()));
        }
        bytesFree = new Semaphore(limits.bodyBytesInFlightMax());
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.connectMax())
                        .executor(threads)
                        .build();
    }

    public Owners owners() {
        return owners;
    }

    /** Which log this node is of. */
    public String log() {
        return log;
    }

    /** What others are asked for. Each has places of its own, so that none shuts out another. */
    public enum Errand {
        /** A read that is answered at once. */
        READ,
        /** A read that waits at the other node for a position. */
        WAITING_READ,
        /** How far the others are. */
        WATCH
    }

    /**
     * Begins to ask other nodes; to be closed when they have answered.
     *
     * @throws ApiProblem when too many do already
     */
    public Asking begin(Errand errand) {
        var places = Objects.requireNonNull(free.get(errand));
        if (!places.tryAcquire()) {
            throw new ApiProblem(
                    Refusal.TOO_MANY_REQUESTS,
                    "Too many reads ask other nodes; ask again in a second");
        }
        return new Asking(client, log, generation, limits, new Budget(bytesFree), places::release);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
