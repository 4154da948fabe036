package dev.orrery.projections.api;

import dev.orrery.projections.past.WhyRun;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.id.RunId;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a run ran: the chain of its causes, run after run, whichever node has each. */
final class WhyRoutes {

    private static final String PATH = "/v1/audit/why/";

    /** How many runs may have led to one another before it is asked again for those before. */
    private static final int RUNS_MAX = 32;

    private final Visit views;

    WhyRoutes(Visit views) {
        this.views = views;
    }

    /**
     * The answer.
     *
     * @param run its id
     * @param links from the run to what caused it first
     * @param next the run that it goes on from, where the chain is longer or ends in the dark
     */
    private record Why(UUID run, List<WhyRun.Link> links, @Nullable UUID next) {}

    void of(Context http) {
        Query.of(http);
        var run = Query.id(http.pathParam("run"), "run", RunId::new);
        if (views.isOfPeer()) {
            views.list(http, new OneRun(run));
            return;
        }
        var links = new ArrayList<WhyRun.Link>();
        UUID next = run.value();
        for (int runs = 0; next != null && runs < RUNS_MAX; runs++) {
            var cause = new OneRun(new RunId(next));
            var found = links(views.gather(cause, PATH + next));
            if (found == null) {
                break;
            }
            links.addAll(found.links());
            next = found.next();
        }
        answer(http, run, new WhyRun.Links(links, next));
    }

    private static void answer(Context http, RunId run, WhyRun.@Nullable Links found) {
        if (found == null || found.links().isEmpty()) {
            throw RunRoutes.unknown(run);
        }
        http.contentType(ContentType.APPLICATION_JSON)
                .result(ViewJson.write(new Why(run.value(), found.links(), found.next())));
    }

    private static WhyRun.@Nullable Links links(List<Share> shares) {
        for (var share : shares) {
            for (var row : share.rows()) {
                if (Share.isItem(row)) {
                    return ViewJson.read(row.value(), WhyRun.Links.class);
                }
            }
        }
        return null;
    }

    /** The part of the chain that one partition knows. */
    private final class OneRun implements PartedList {

        private static final byte[] PLACE = new byte[0];
        private final RunId run;

        OneRun(RunId run) {
            this.run = run;
        }

        @Override
        public Collection<Integer> partitions() {
            return List.of(views.partitionOf(run.value()));
        }

        @Override
        public Share share(Collection<Integer> some) {
            var rows = new ArrayList<Row>();
            for (int partition : some) {
                var links = new WhyRun(views, partition, run).links();
                rows.add(Share.row(partition, PLACE, links == null ? null : ViewJson.write(links)));
            }
            return new Share(Visit.sequences(views, some), rows, false);
        }

        @Override
        public void answer(Context http, List<Share> shares) {
            WhyRoutes.answer(http, run, links(shares));
        }
    }
}
