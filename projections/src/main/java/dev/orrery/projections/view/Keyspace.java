package dev.orrery.projections.view;

/**
 * The parts of the one store that holds every view of a partition. One store and not twelve, so
 * that a commit touches one changelog.
 */
enum Keyspace {
    POSITION('p'),
    COUNTS('c'),
    FLOW('f'),
    DEPLOYMENT('d'),
    DEPLOYMENT_BY_NAME('n'),
    REVISION('v'),
    SCHEDULE('s'),
    RUN_ORIGIN('o'),
    RUN_PROGRESS('r'),
    RUN_TIMELINE('t'),
    RUN_BY_DEPLOYMENT('D'),
    RUN_BY_STATE('S'),
    EVENT('e');

    private final char prefix;

    Keyspace(char prefix) {
        this.prefix = prefix;
    }

    int prefix() {
        return prefix;
    }
}
