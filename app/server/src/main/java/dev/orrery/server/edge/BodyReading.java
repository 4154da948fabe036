package dev.orrery.server.edge;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a body as it arrives, without waiting for it. What is too long is read on for a while and
 * dropped: a client that is still writing would find its connection broken and no answer.
 */
final class BodyReading implements Runnable {

    static final int DROPPED_BYTES_MAX = 16 * 1024 * 1024;

    private final Request request;
    private final int bytesMax;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private long bytes;

    private BodyReading(Request request, int bytesMax) {
        this.request = request;
        this.bytesMax = bytesMax;
    }

    /** Completes with the whole body, or with nothing when it is too long. */
    static CompletableFuture<Optional<byte[]>> start(Request request, int bytesMax) {
        var reading = new BodyReading(request, bytesMax);
        reading.run();
        return reading.body;
    }

    @Override
    public void run() {
        while (!body.isDone()) {
            var chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                body.completeExceptionally(chunk.getFailure());
                return;
            }
            take(chunk);
        }
    }

    private void take(Content.Chunk chunk) {
        bytes += chunk.remaining();
        if (bytes <= bytesMax) {
            var piece = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(piece);
            kept.writeBytes(piece);
        }
        chunk.release();
        if (chunk.isLast() || bytes > Math.max(bytesMax, DROPPED_BYTES_MAX)) {
            body.complete(bytes <= bytesMax ? Optional.of(kept.toByteArray()) : Optional.empty());
        }
    }
}
