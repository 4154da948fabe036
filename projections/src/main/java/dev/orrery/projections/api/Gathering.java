package dev.orrery.projections.api;

import dev.orrery.projections.peer.Asking;
import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.peer.Owners;
import dev.orrery.projections.peer.PeerAnswer;
import dev.orrery.projections.peer.PeerFailed;
import dev.orrery.projections.peer.PeerQuestion;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a list: what is here is read here, each other node is asked once for its share, all at
 * the same time, and what they don't give is taken from copies.
 *
 * @param asking this read, once it asks others
 * @param owners who has which partition
 * @param path of the request, with its query
 */
record Gathering(Supplier<Asking> asking, Owners owners, Supplier<String> path)
        implements Visit.Elsewheres {

    private static final int OK = 200;

    /** One node's share that is being asked for. */
    private record Asked(Set<Integer> partitions, FutureTask<PeerAnswer> answer) {}

    /** What came, what is still owed, and why. */
    private static final class Harvest {
        private final List<Share> shares = new ArrayList<>();
        private final TreeSet<Integer> owed = new TreeSet<>();
        private @Nullable String failure;
        private boolean behind;
    }

    @Override
    public List<Share> shares(Visit visit, PartedList list) {
        var harvest = new Harvest();
        var here = visit.here(list.partitions());
        var others = new TreeSet<>(list.partitions());
        here.forEach(others::remove);
        ask(visit, list, others, owners::owner, here, harvest);
        if (!harvest.owed.isEmpty()) {
            var copied = visit.copiedHere(harvest.owed);
            visit.allowCopies(copied);
            others.retainAll(harvest.owed);
            copied.forEach(others::remove);
            harvest.owed.clear();
            ask(visit, list, others, this::standby, copied, harvest);
        }
        if (!harvest.owed.isEmpty()) {
            throw refusal(visit.wanted(), harvest);
        }
        return harvest.shares;
    }

    @Override
    public Gathering at(String other) {
        return new Gathering(asking, owners, () -> other);
    }

    private Optional<NodeAddress> standby(int partition) {
        return owners.standbys(partition).stream().findFirst();
    }

    /** Asks for others, and reads what is here meanwhile. */
    private void ask(
            Visit visit,
            PartedList list,
            Collection<Integer> others,
            Function<Integer, Optional<NodeAddress>> who,
            Collection<Integer> here,
            Harvest harvest) {
        var nodes = new HashMap<NodeAddress, Set<Integer>>();
        for (int partition : others) {
            who.apply(partition)
                    .ifPresentOrElse(
                            node ->
                                    nodes.computeIfAbsent(node, _ -> new TreeSet<>())
                                            .add(partition),
                            () -> harvest.owed.add(partition));
        }
        var asked = nodes.entrySet().stream().map(each -> start(visit, each)).toList();
        try {
            if (!here.isEmpty()) {
                harvest.shares.add(list.share(here));
            }
            asked.forEach(one -> take(visit, one, harvest));
        } catch (Elsewhere moved) {
            throw notReady("Partition " + moved.partition() + " is moving to another node");
        } finally {
            asked.forEach(one -> one.answer.cancel(true));
        }
    }

    private Asked start(Visit visit, Map.Entry<NodeAddress, Set<Integer>> each) {
        var question =
                new PeerQuestion(
                        path.get(),
                        Map.of("Accept", Share.TYPE),
                        new TreeSet<>(each.getValue()),
                        visit.wanted().position(),
                        visit.wanted().left());
        var read = asking.get();
        Callable<PeerAnswer> ask = () -> read.ask(each.getKey(), question);
        var answer = new FutureTask<>(ask);
        Thread.startVirtualThread(answer);
        return new Asked(each.getValue(), answer);
    }

    private static void take(Visit visit, Asked one, Harvest harvest) {
        try {
            var answer = one.answer.get();
            if (answer.status() == OK) {
                harvest.shares.add(Share.read(answer.sequences(), answer.body()));
                visit.heard(answer.sequences(), answer.ageSeconds());
                return;
            }
            // What a client can do wrong was found here already.
            harvest.failure = "a node refused what it was asked";
        } catch (IOException malformed) {
            harvest.failure = "a node answered what is no share of a list";
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof PeerFailed failure)) {
                throw new IllegalStateException(failed);
            }
            harvest.failure = failure.message();
            harvest.behind |= failure.isBehind();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw notReady("The server stops");
        }
        harvest.owed.addAll(one.partitions);
    }

    private static ApiProblem refusal(Wanted wanted, Harvest harvest) {
        if (harvest.behind && wanted.left().isZero()) {
            return wanted.late();
        }
        return harvest.failure == null
                ? notReady("No node is known to have partition " + harvest.owed.first())
                : failed(harvest.failure);
    }

    static ApiProblem failed(String why) {
        return new ApiProblem(
                Refusal.PEER_FAILED, "Of what is on other nodes, " + why + "; ask again soon");
    }

    static ApiProblem notReady(String why) {
        return new ApiProblem(Refusal.NOT_READY, why + "; ask again in a second");
    }
}
