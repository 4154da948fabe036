package dev.orrery.projections.api;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.Standing;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One read of the views. It waits for each partition that it comes to until that is where the
 * caller has been, remembers how far it was then, and says at its end whether all that it read was
 * of one life of the partition. So what it tells of where it was read is true, whatever moved
 * meanwhile.
 */
final class Visit implements ViewReader {

    /** Where lists get what is on other nodes. */
    interface Elsewheres {
        /** The shares of all partitions of a list. */
        List<Share> shares(Visit visit, PartedList list);

        /** The same for a list that is read at another path than this read's own. */
        Elsewheres at(String path);
    }

    /** From where a partition is read, and how far that was before. */
    private record Source(ViewReader views, Standing standing) {}

    private final ViewReader here;
    private final @Nullable Copies copies;
    private final Wanted wanted;
    private final @Nullable Elsewheres elsewheres;
    private final @Nullable Set<Integer> asked;
    private final TreeMap<Integer, Source> read = new TreeMap<>();
    private final TreeMap<Integer, Long> heard = new TreeMap<>();
    private final Set<Integer> copied = new HashSet<>();
    private @Nullable Integer ageSeconds;

    private Visit(
            ViewReader here,
            @Nullable Copies copies,
            Wanted wanted,
            @Nullable Elsewheres elsewheres,
            @Nullable Set<Integer> asked) {
        this.here = here;
        this.copies = copies;
        this.wanted = wanted;
        this.elsewheres = elsewheres;
        this.asked = asked;
    }

    /** Of what is folded here, and nothing else. */
    static Visit alone(ViewReader here, Wanted wanted) {
        return new Visit(here, null, wanted, null, null);
    }

    /** For a client, who doesn't know on which node anything is. */
    static Visit ofClient(
            ViewReader here, @Nullable Copies copies, Wanted wanted, Elsewheres elsewheres) {
        return new Visit(here, copies, wanted, elsewheres, null);
    }

    /** For another node, of what it asks for, as new as it is here. */
    static Visit ofPeer(
            ViewReader here, @Nullable Copies copies, Wanted wanted, Set<Integer> asked) {
        var visit = new Visit(here, copies, wanted, null, asked);
        visit.copied.addAll(asked);
        return visit;
    }

    /** From now on the copy of a partition that is here does where the partition is not. */
    void allowCopies(Collection<Integer> partitions) {
        copied.addAll(partitions);
    }

    /** Answers with a list, whose parts may be anywhere. */
    void list(Context http, PartedList list) {
        if (asked != null && Share.TYPE.equals(http.header("Accept"))) {
            var some = new TreeSet<>(list.partitions());
            some.retainAll(asked);
            http.contentType(Share.TYPE).result(list.share(some).bytes());
            return;
        }
        list.answer(
                http,
                elsewheres == null
                        ? List.of(list.share(list.partitions()))
                        : elsewheres.shares(this, list));
    }

    /**
     * A list that an answer needs beside its own.
     *
     * @param path where another node is asked for its share
     */
    List<Share> gather(PartedList list, String path) {
        return elsewheres == null
                ? List.of(list.share(list.partitions()))
                : elsewheres.at(path).shares(this, list);
    }

    /** Whether another node asks, which answers from what is here alone. */
    boolean isOfPeer() {
        return asked != null;
    }

    /** Another node has read some of it. */
    void heard(SortedMap<Integer, Long> sequences, @Nullable Integer seconds) {
        heard.putAll(sequences);
        older(seconds);
    }

    /**
     * Looks whether all that was read was of one life of each partition.
     *
     * @throws Elsewhere when it was not
     */
    void check() {
        read.forEach((partition, source) -> {
            var now = source.views.standing(partition);
            if (now.life() != source.standing.life()
                    || now.sequence() < source.standing.sequence()) {
                throw new Elsewhere(partition);
            }
        });
    }

    /** Of each partition that was read, by whomever, how far it was at least. */
    SortedMap<Integer, Long> sequences() {
        var all = new TreeMap<>(heard);
        read.forEach((partition, source) -> all.put(partition, source.standing.sequence()));
        return all;
    }

    static SortedMap<Integer, Long> sequences(ViewReader views, Collection<Integer> some) {
        return some.stream()
                .collect(
                        Collectors.toMap(
                                partition -> partition,
                                partition -> views.standing(partition).sequence(),
                                (one, _) -> one,
                                TreeMap::new));
    }

    /** How old the oldest part is; nothing where all is from who folds it. */
    @Nullable Integer ageSeconds() {
        return ageSeconds;
    }

    Wanted wanted() {
        return wanted;
    }

    /** All partitions that there are. */
    Set<Integer> everywhere() {
        return IntStream.range(0, partitionCount())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of some partitions those that are folded here. */
    List<Integer> here(Collection<Integer> some) {
        var here = new ArrayList<>(some);
        here.removeIf(partition -> !isHere(partition));
        return here;
    }

    private boolean isHere(int partition) {
        return read.containsKey(partition) || here.partitions().contains(partition);
    }

    /** Of some partitions those that there is a copy of here. */
    List<Integer> copiedHere(Collection<Integer> some) {
        var found = new ArrayList<Integer>();
        if (copies != null) {
            found.addAll(some);
            found.removeIf(partition -> !copies.has(partition));
        }
        return found;
    }

    @Override
    public int partitionCount() {
        return here.partitionCount();
    }

    @Override
    public Set<Integer> partitions() {
        return here.partitions();
    }

    @Override
    public Standing standing(int partition) {
        return source(partition).standing;
    }

    @Override
    public Position position() {
        return here.position();
    }

    @Override
    public CompletableFuture<Void> reached(Position position, Duration patience) {
        return here.reached(position, patience);
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
        return source(partition).views.get(partition, key);
    }

    @Override
    public Scan scan(int partition, KeyRange range, Order order) {
        return source(partition).views.scan(partition, range, order);
    }

    @Override
    public Scan output(int partition, KeyRange range, Order order) {
        return source(partition).views.output(partition, range, order);
    }

    private Source source(int partition) {
        var known = read.get(partition);
        if (known != null) {
            return known;
        }
        if (asked != null && !asked.contains(partition)) {
            throw new Elsewhere(partition);
        }
        var found = open(partition);
        read.put(partition, found);
        return found;
    }

    private Source open(int partition) {
        try {
            return new Source(here, wanted.await(here, partition));
        } catch (Elsewhere away) {
            if (copies == null || !copied.contains(partition)) {
                throw away;
            }
            var standing = wanted.await(copies.views(), partition);
            older(copies.ageSeconds(partition, standing.sequence()));
            return new Source(copies.views(), standing);
        }
    }

    private void older(@Nullable Integer seconds) {
        if (seconds != null && (ageSeconds == null || seconds > ageSeconds)) {
            ageSeconds = seconds;
        }
    }
}
