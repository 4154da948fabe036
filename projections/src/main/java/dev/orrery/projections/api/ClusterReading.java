package dev.orrery.projections.api;

import dev.orrery.projections.peer.Asking;
import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.peer.PeerAnswer;
import dev.orrery.projections.peer.PeerFailed;
import dev.orrery.projections.peer.PeerHeaders;
import dev.orrery.projections.peer.PeerQuestion;
import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Peers.Errand;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.RunOrigin.Cause.Kind;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads where partitions are spread over nodes. What one node has alone is passed on to it as it
 * stands, lists are gathered; what another node asks is answered from what is here and never passed
 * on. What came to nothing because something moved is tried again as long as the caller waits.
 *
 * @param here what is folded here
 * @param copies of what others fold, where there are any
 * @param peers the other nodes
 * @param told what was answered
 */
record ClusterReading(ViewReader here, @Nullable Copies copies, Peers peers, Told told) {

    private static final int TRIES_MIN = 2;
    private static final long TRY_AGAIN_AFTER_MILLIS = 50;
    private static final String QUERY = "orrery-query";

    /** Of a client's request what another node needs to give the same answer. */
    private static final List<String> PASSED_ON = List.of("Accept", "If-None-Match");

    /** Of another node's answer what is meant for the client. */
    private static final List<String> PASSED_BACK =
            List.of("Content-Type", "ETag", "Link", AsOf.HEADER);

    void answer(Context http, Wanted wanted, Function<Visit, Consumer<Context>> read) {
        var partitions = http.header(PeerHeaders.PARTITIONS);
        if (partitions == null) {
            answerClient(http, wanted, read);
        } else {
            answerPeer(http, wanted, asked(http, partitions), read);
        }
    }

    private void answerPeer(
            Context http,
            Wanted wanted,
            Set<Integer> asked,
            Function<Visit, Consumer<Context>> read) {
        var visit = Visit.ofPeer(here, copies, wanted, asked);
        try {
            read(http, visit, read);
        } catch (Elsewhere away) {
            throw Gathering.notReady("Partition " + away.partition() + " is not here");
        } finally {
            http.header(PeerHeaders.PARTITIONS, text(visit.sequences()));
        }
    }

    /** The same log first: whoever asks about another one must not take the answer for its own. */
    private Set<Integer> asked(Context http, String partitions) {
        http.header(PeerHeaders.LOG, peers.log());
        if (!peers.log().equals(http.header(PeerHeaders.LOG))) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "Nodes of this cluster alone say which partitions they ask for",
                    PeerHeaders.PARTITIONS);
        }
        var asked = new TreeSet<Integer>();
        for (var each : partitions.split(",", here.partitionCount() + 1)) {
            asked.add(Query.number(each, PeerHeaders.PARTITIONS, 0, here.partitionCount() - 1));
        }
        return asked;
    }

    private void answerClient(
            Context http, Wanted wanted, Function<Visit, Consumer<Context>> read) {
        for (int tries = 1; ; tries++) {
            try {
                once(http, wanted, read);
                return;
            } catch (ApiProblem problem) {
                if (!isPassing(problem) || (tries >= TRIES_MIN && wanted.left().isZero())) {
                    throw problem;
                }
            }
            // What a copy said of its age is not what the next one says.
            http.res().setHeader(PeerHeaders.AGE, null);
            pause();
        }
    }

    private static boolean isPassing(ApiProblem problem) {
        return problem.refusal() == Refusal.NOT_READY || problem.refusal() == Refusal.PEER_FAILED;
    }

    private void once(Context http, Wanted wanted, Function<Visit, Consumer<Context>> read) {
        try (var asking = new LazyAsking(peers, errand(wanted))) {
            try {
                read(http, client(http, wanted, asking), read);
            } catch (Elsewhere away) {
                passOn(http, away.partition(), wanted, asking, read);
            }
        }
    }

    private static Errand errand(Wanted wanted) {
        return wanted.position().sequences().isEmpty() ? Errand.READ : Errand.WAITING_READ;
    }

    private Visit client(Context http, Wanted wanted, LazyAsking asking) {
        return Visit.ofClient(
                here, copies, wanted, new Gathering(asking::get, peers.owners(), () -> path(http)));
    }

    /** What is not there counts only if it was looked for in one life of the partition, too. */
    private void read(Context http, Visit visit, Function<Visit, Consumer<Context>> read) {
        try {
            read.apply(visit).accept(http);
        } catch (ApiProblem problem) {
            visit.check();
            tell(http, visit.sequences(), visit.ageSeconds());
            throw problem;
        }
        visit.check();
        tell(http, visit.sequences(), visit.ageSeconds());
    }

    private void tell(
            Context http, SortedMap<Integer, Long> sequences, @Nullable Integer ageSeconds) {
        var reached = new TreeMap<>(sequences);
        reached.values().removeIf(sequence -> sequence == 0);
        told.add(reached);
        Reading.tell(http, new Position(reached));
        if (ageSeconds != null) {
            http.header(PeerHeaders.AGE, ageSeconds.toString());
        }
    }

    /** To who folds the partition, or else to whoever has a copy of it. */
    private void passOn(
            Context http,
            int partition,
            Wanted wanted,
            LazyAsking asking,
            Function<Visit, Consumer<Context>> read) {
        var failure = ask(http, partition, peers.owners().owner(partition), wanted, asking);
        if (failure.isEmpty()) {
            return;
        }
        // The copy may be waited for, and nobody is asked meanwhile.
        asking.close();
        if (copies != null && copies.has(partition) && readCopy(http, partition, wanted, read)) {
            return;
        }
        for (var standby : peers.owners().standbys(partition)) {
            failure = ask(http, partition, Optional.of(standby), wanted, asking);
            if (failure.isEmpty()) {
                return;
            }
        }
        throw failure.get();
    }

    /**
     * Lets another node answer.
     *
     * @return why it did not
     */
    private Optional<ApiProblem> ask(
            Context http,
            int partition,
            Optional<NodeAddress> node,
            Wanted wanted,
            LazyAsking asking) {
        if (node.isEmpty()) {
            return Optional.of(
                    Gathering.notReady("No node is known to have partition " + partition));
        }
        var headers =
                PASSED_ON.stream()
                        .filter(name -> http.header(name) != null)
                        .collect(Collectors.toMap(name -> name, name -> "" + http.header(name)));
        var question =
                new PeerQuestion(
                        path(http),
                        headers,
                        new TreeSet<>(Set.of(partition)),
                        wanted.position(),
                        wanted.left());
        try {
            passBack(http, asking.get().ask(node.get(), question));
            return Optional.empty();
        } catch (PeerFailed failed) {
            return Optional.of(
                    failed.isBehind() && wanted.left().isZero()
                            ? wanted.late()
                            : Gathering.failed(failed.message()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Gathering.notReady("The server stops");
        }
    }

    private void passBack(Context http, PeerAnswer answer) {
        http.status(answer.status()).result(answer.body());
        for (var name : PASSED_BACK) {
            answer.headers().firstValue(name).ifPresent(value -> http.header(name, value));
        }
        tell(http, answer.sequences(), answer.ageSeconds());
    }

    /** Whether it was still there. */
    private boolean readCopy(
            Context http, int partition, Wanted wanted, Function<Visit, Consumer<Context>> read) {
        var visit = Visit.ofPeer(here, copies, wanted, Set.of(partition));
        try {
            read(http, visit, read);
            return true;
        } catch (Elsewhere gone) {
            return false;
        }
    }

    /**
     * Whether a runner executes a run, as far as the node knows that has it; no where it is away.
     */
    boolean isExecuted(RunId run) {
        try {
            return new RunRoutes(Visit.alone(here, Wanted.NOTHING)).isExecuted(run);
        } catch (Elsewhere away) {
            return peers.owners()
                    .owner(away.partition())
                    .filter(node -> isExecuted(run, away.partition(), node))
                    .isPresent();
        }
    }

    private boolean isExecuted(RunId run, int partition, NodeAddress node) {
        var question =
                new PeerQuestion(
                        "/v1/runs/" + run,
                        Map.of(),
                        new TreeSet<>(Set.of(partition)),
                        Position.START,
                        Duration.ZERO);
        try (var asking = peers.begin(Errand.READ)) {
            var answer = asking.ask(node, question);
            return answer.status() == HttpStatus.OK.getCode()
                    && !Kind.REPORTED
                            .name()
                            .equals(ViewJson.readText(answer.body(), "cause", "kind"));
        } catch (PeerFailed failed) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * From now on other nodes are asked with another value of a parameter: what it took to know
     * what the client means is not known to each of them.
     */
    static void goOnWith(Context http, String parameter, String value) {
        var query = new StringJoiner("&");
        http.queryParamMap()
                .forEach((name, values) ->
                        (name.equals(parameter) ? List.of(value) : values)
                                .forEach(each -> query.add(encoded(name) + "=" + encoded(each))));
        http.attribute(QUERY, query.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String path(Context http) {
        String other = http.attribute(QUERY);
        var query = other == null ? http.queryString() : other;
        var path = http.req().getRequestURI();
        return query == null ? path : path + "?" + query;
    }

    private static String text(SortedMap<Integer, Long> sequences) {
        return new Position(sequences).toString();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Gathering.notReady("The server stops");
        }
    }

    /** A read that asks other nodes once it turns out that it must. */
    private static final class LazyAsking implements AutoCloseable {
        private final Peers peers;
        private final Errand errand;
        private @Nullable Asking asking;

        LazyAsking(Peers peers, Errand errand) {
            this.peers = peers;
            this.errand = errand;
        }

        Asking get() {
            var begun = asking == null ? peers.begin(errand) : asking;
            asking = begun;
            return begun;
        }

        @Override
        public void close() {
            var begun = asking;
            asking = null;
            if (begun != null) {
                begun.close();
            }
        }
    }
}
