package dev.orrery.projections.view;

/**
 * The parts of a store. One store holds every view of a partition and not twelve stores, so that a
 * commit touches one changelog; the last two are the parts of the store that holds output.
 */
enum Keyspace {
    TALLY('c'),
    FLOW('f'),
    DEPLOYMENT('d'),
    DEPLOYMENT_BY_NAME('n'),
    DEPLOYMENT_EVER('m'),
    DEPLOYMENT_AT('t'),
    REVISION('v'),
    SCHEDULE('s'),
    SCHEDULE_AT('T'),
    BACKFILL('b'),
    RUN_ORIGIN('o'),
    RUN_PROGRESS('r'),
    RUN_BY_DEPLOYMENT('D'),
    RUN_BY_STATE('S'),
    RUN_BY_NAME('N'),
    RUN_BY_BACKFILL('B'),
    RUN_BY_PARENT('P'),
    EVENT('e'),
    LOG('L'),
    OUTPUT('l'),
    OUTPUT_BY_AGE('a');

    private final char prefix;

    Keyspace(char prefix) {
        this.prefix = prefix;
    }

    int prefix() {
        return prefix;
    }
}
