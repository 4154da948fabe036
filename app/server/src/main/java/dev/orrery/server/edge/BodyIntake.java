package dev.orrery.server.edge;

import dev.orrery.schemas.reply.Refusal;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body in as a whole before a thread is given to its request, so that slow clients hold
 * connections and no threads; and weighs all bodies together, from their first byte to the end of
 * their answer, since a count of requests says nothing about memory.
 */
final class BodyIntake extends Handler.Wrapper {

    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");

    private static final Problem FULL =
            Problem.of(
                    Refusal.TOO_MANY_REQUESTS,
                    "The bodies of the requests in flight are too large; slow down.",
                    null);

    private final EdgeSettings settings;
    private final Semaphore freeBytes;

    BodyIntake(EdgeSettings settings) {
        this.settings = settings;
        freeBytes = new Semaphore(settings.bodyBytesInFlightMax());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean sized = !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (sized && length <= 0) {
            return super.handle(request, response, callback);
        }
        int bytesMax = settings.bodyBytesMax(Request.getPathInContext(request));
        if (length > bytesMax) {
            drop(Problem.bodyTooLarge(bytesMax), request, response, callback);
            return true;
        }
        int bytes = sized ? (int) length : bytesMax;
        if (!freeBytes.tryAcquire(bytes)) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            drop(FULL, request, response, callback);
            return true;
        }
        Request.addCompletionListener(request, _ -> freeBytes.release(bytes));
        return take(bytes, request, response, callback);
    }

    /** A client that asks first whether it may go on is told at once. */
    private void drop(Problem problem, Request request, Response response, Callback callback) {
        response.getHeaders().put(CLOSE);
        if (request.getHeaders().contains(HttpHeader.EXPECT)
                || request.getLength() > BodyReading.DROPPED_BYTES_MAX) {
            problem.writeTo(response, callback);
        } else {
            var _ =
                    inTime(BodyReading.start(request, 0))
                            .whenCompleteAsync(
                                    (_, _) -> problem.writeTo(response, callback),
                                    getServer().getThreadPool());
        }
    }

    private boolean take(int bytes, Request request, Response response, Callback callback)
            throws Exception {
        var reading = BodyReading.start(request, bytes);
        if (reading.isDone() && !reading.isCompletedExceptionally()) {
            var body = reading.resultNow();
            if (body.isPresent()) {
                return super.handle(new Whole(request, body.get()), response, callback);
            }
        }
        var _ =
                inTime(reading)
                        .whenCompleteAsync(
                                (body, failure) -> {
                                    if (failure != null) {
                                        refuse(failure, response, callback);
                                    } else if (body.isPresent()) {
                                        handOn(new Whole(request, body.get()), response, callback);
                                    } else {
                                        response.getHeaders().put(CLOSE);
                                        Problem.bodyTooLarge(bytes).writeTo(response, callback);
                                    }
                                },
                                getServer().getThreadPool());
        return true;
    }

    private <T> CompletableFuture<T> inTime(CompletableFuture<T> reading) {
        return reading.orTimeout(settings.bodyTimeMax().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void handOn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    private void refuse(Throwable failure, Response response, Callback callback) {
        var cause = failure instanceof CompletionException told ? told.getCause() : failure;
        response.getHeaders().put(CLOSE);
        switch (cause) {
            case TimeoutException _ ->
                    Problem.of(
                                    "BODY_TOO_SLOW",
                                    "The body took too long to arrive",
                                    408,
                                    "It must be here within "
                                            + settings.bodyTimeMax().toSeconds()
                                            + " seconds.",
                                    null)
                            .writeTo(response, callback);
            case null, default -> callback.failed(cause);
        }
    }

    /** A request whose body is here. */
    private static final class Whole extends Request.Wrapper {

        private final Content.Source body;
        private final int length;

        Whole(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
            length = body.length;
        }

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public Content.@Nullable Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demand) {
            body.demand(demand);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
            super.fail(failure);
        }
    }
}
