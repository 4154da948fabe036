package dev.orrery.projections.peer;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The other nodes of the cluster, to be asked. */
public final class Peers implements AutoCloseable {

    private final Owners owners;
    private final String log;
    private final PeerLimits limits;
    private final Semaphore readsFree;
    private final Semaphore bytesFree;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /**
     * @param log which one this node is of; nodes of another one answer nothing of ours
     */
    public Peers(Owners owners, String log, PeerLimits limits) {
        this.owners = owners;
        this.log = log;
        this.limits = limits;
        readsFree = new Semaphore(limits.readsMax());
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

    /**
     * Begins a read that asks other nodes; to be closed when it is answered.
     *
     * @throws ApiProblem when too many do already
     */
    public Asking begin() {
        if (!readsFree.tryAcquire()) {
            throw new ApiProblem(
                    Refusal.TOO_MANY_REQUESTS,
                    "Too many reads ask other nodes; ask again in a second");
        }
        return new Asking(client, log, limits, new Budget(bytesFree), readsFree::release);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
