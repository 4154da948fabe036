package dev.orrery.projections.peer;

import java.util.List;
import java.util.Optional;

/**
 * Which other node has which partition. What is said here may be old: a partition can move at any
 * time, so what a node answers is looked at, and not only where it was asked.
 */
public interface Owners {

    /** The other node that folds a partition, where one is known. */
    Optional<NodeAddress> owner(int partition);

    /** The other nodes that keep a copy of a partition. */
    List<NodeAddress> standbys(int partition);
}
