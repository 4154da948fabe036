package dev.orrery.projections.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer, which no node can make larger than it may be. */
final class LimitedBody implements BodySubscriber<byte[]> {

    /** A body that is larger than one may be, or than there is room for now. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    private final int bytesMax;
    private final Budget budget;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int bytesMax, Budget budget) {
        this.bytesMax = bytesMax;
        this.budget = budget;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (var part : parts) {
            int more = part.remaining();
            if (bytes.size() + more > bytesMax) {
                refuse("more than " + bytesMax + " bytes");
                return;
            }
            if (!budget.take(more)) {
                refuse("more than there is room for now");
                return;
            }
            byte[] copy = new byte[more];
            part.get(copy);
            bytes.writeBytes(copy);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }

    private void refuse(String why) {
        var source = subscription;
        if (source != null) {
            source.cancel();
        }
        body.completeExceptionally(new TooLarge(why));
    }
}
