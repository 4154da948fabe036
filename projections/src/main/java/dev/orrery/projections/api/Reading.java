package dev.orrery.projections.api;

import dev.orrery.projections.peer.PeerHeaders;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every read has in common: it waits until the views are where the caller has been, and says
 * where they are. Where there are other nodes, {@link ClusterReading} sees to what is on them.
 */
final class Reading {

    private final OpenGenerations generations;

    Reading(OpenGenerations generations) {
        this.generations = generations;
    }

    /**
     * @param read makes of a visit what answers
     */
    Handler of(Function<Visit, Consumer<Context>> read) {
        return http -> {
            // All of a read is of one generation of the views, whatever is switched meanwhile.
            var reads = generation(http);
            var views = reads.here();
            var wanted =
                    Wanted.of(http, views.partitionCount())
                            .atLeast(generations.floor(reads.generation()));
            var cluster = reads.cluster();
            if (cluster != null) {
                http.future(() ->
                        // A thread of its own, since it may wait for others.
                        CompletableFuture.runAsync(
                                () -> cluster.answer(http, wanted, read),
                                Thread::startVirtualThread));
                return;
            }
            var reached = reached(views, wanted);
            if (reached.isDone() && !reached.isCompletedExceptionally()) {
                answer(http, reads, wanted, read);
                return;
            }
            http.future(() ->
                    reached.handle((_, late) -> {
                        if (late != null) {
                            throw wanted.late();
                        }
                        answer(http, reads, wanted, read);
                        return null;
                    }));
        };
    }

    private GenerationReads generation(Context http) {
        var asked = http.header(PeerHeaders.GENERATION);
        if (asked == null || http.header(PeerHeaders.PARTITIONS) == null) {
            return generations.live();
        }
        int number = Query.number(asked, PeerHeaders.GENERATION, 1, Integer.MAX_VALUE);
        return generations
                .of(number)
                .orElseThrow(() ->
                        Gathering.notReady(
                                "Generation " + number + " of the views is not open here"));
    }

    /** The position is taken before the read, so the answer is at least as new as it says. */
    private static void answer(
            Context http,
            GenerationReads reads,
            Wanted wanted,
            Function<Visit, Consumer<Context>> read) {
        var position = reads.here().position();
        reads.told().add(position.sequences());
        tell(http, position);
        try {
            var visit = Visit.alone(reads.here(), wanted);
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

    private static CompletableFuture<Void> reached(ViewReader views, Wanted wanted) {
        return wanted.isNothing()
                ? CompletableFuture.completedFuture(null)
                : views.reached(wanted.position(), Duration.ofSeconds(wanted.waitSeconds()));
    }
}
