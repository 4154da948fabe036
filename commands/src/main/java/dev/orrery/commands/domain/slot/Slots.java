package dev.orrery.commands.domain.slot;

import java.util.stream.Stream;

/**
 * The slots of one deployment, as things are now. Never stored: whether a run has a slot or waits
 * for one is part of its state, and this is found from the runs, so that no slot can leak.
 */
public interface Slots {

    /** Of a deployment none of whose runs has a slot or waits for one. */
    Slots NONE =
            new Slots() {
                @Override
                public int count(Stage stage) {
                    return 0;
                }

                @Override
                public Stream<Place> oldest() {
                    return Stream.empty();
                }

                @Override
                public Stream<Claim> line() {
                    return Stream.empty();
                }
            };

    /**
     * A run that has a slot or waits for one.
     *
     * @param claim which run
     * @param stage how far it is
     */
    record Place(Claim claim, Stage stage) {}

    /** How far a run is that has a slot or waits for one. */
    enum Stage {
        /** It is due and waits for a slot. */
        AWAITING,
        /** It has a slot and no runner holds it yet: it can be ended at once. */
        READY,
        /**
         * A runner holds it and must be told to end it. It takes up a slot also where it was leased
         * while its deployment had no limit.
         */
        HELD,
        /** Its runner was told to end it. */
        ENDING
    }

    /** How many runs are at a stage. */
    int count(Stage stage);

    /** All of them, the oldest first. There can be very many: take no more than are needed. */
    Stream<Place> oldest();

    /** Those that wait for a slot, in the order in which they get one; as many, perhaps. */
    Stream<Claim> line();

    /** How many slots are taken. */
    default int taken() {
        return count(Stage.READY) + held();
    }

    /** How many runs a runner holds. */
    default int held() {
        return count(Stage.HELD) + count(Stage.ENDING);
    }
}
