package dev.orrery.projections.api;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every read has in common: it waits until the views are where the caller has been, and says
 * where they are. Where there are other nodes, {@link ClusterReading} sees to what is on them.
 */
final class Reading {

    private final ViewReader views;
    private final @Nullable ClusterReading cluster;

    /**
     * @param cluster for what is on other nodes; without it everything is here
     */
    Reading(ViewReader views, @Nullable ClusterReading cluster) {
        this.views = views;
        this.cluster = cluster;
    }

    /**
     * @param read makes of a visit what answers
     */
    Handler of(Function<Visit, Consumer<Context>> read) {
        return http -> {
            var wanted = Wanted.of(http, views.partitionCount());
            if (cluster != null) {
                http.future(() ->
                        // A thread of its own, since it may wait for others.
                        CompletableFuture.runAsync(
                                () -> cluster.answer(http, wanted, read),
                                Thread::startVirtualThread));
                return;
            }
            var reached = reached(wanted);
            if (reached.isDone() && !reached.isCompletedExceptionally()) {
                answer(http, wanted, read);
                return;
            }
            http.future(() ->
                    reached.handle((_, late) -> {
                        if (late != null) {
                            throw wanted.late();
                        }
                        answer(http, wanted, read);
                        return null;
                    }));
        };
    }

    /** The position is taken before the read, so the answer is at least as new as it says. */
    private void answer(Context http, Wanted wanted, Function<Visit, Consumer<Context>> read) {
        tell(http, views.position());
        try {
            var visit = Visit.alone(views, wanted);
            read.apply(visit).accept(http);
            visit.check();
        } catch (Elsewhere _) {
            throw Gathering.notReady("The views are not ready");
        }
    }

    static void tell(Context http, Position position) {
        if (!position.sequences().isEmpty()) {
            http.header(Wanted.POSITION, position.toString());
        }
    }

    private CompletableFuture<Void> reached(Wanted wanted) {
        return wanted.isNothing()
                ? CompletableFuture.completedFuture(null)
                : views.reached(wanted.position(), Duration.ofSeconds(wanted.waitSeconds()));
    }
}
