package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.Clocks;
import java.time.Duration;
import java.time.Instant;

/** Simulated time: a clock that only goes on, and a wall clock that is set now and then. */
final class Time {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** Far more than any one piece of work needs. */
    private static final int LOOKS_MAX = 30_000;

    private long nanos;
    private long wallOffsetMillis;
    private long nanosPerLook;
    private int looks;
    private long latestWallMillis;

    /**
     * @param start what the wall clock shows first
     */
    Time(Instant start) {
        wallOffsetMillis = start.toEpochMilli();
    }

    long nanos() {
        return nanos;
    }

    long wallMillis() {
        return nanos / MILLI + wallOffsetMillis;
    }

    Instant wall() {
        return Instant.ofEpochMilli(wallMillis());
    }

    /** When the wall clock will show a time, by the clock that only goes on. */
    long nanosAt(long wallMillis) {
        return (wallMillis - wallOffsetMillis) * MILLI;
    }

    void goTo(long laterNanos) {
        nanos = Math.max(nanos, laterNanos);
        latestWallMillis = Math.max(latestWallMillis, wallMillis());
    }

    /** The latest that the wall clock has shown. */
    Instant latestWall() {
        return Instant.ofEpochMilli(Math.max(latestWallMillis, wallMillis()));
    }

    /** A piece of work begins, which looks at the clock a bounded number of times. */
    void beginWork() {
        looks = 0;
    }

    void step(Duration by) {
        latestWallMillis = Math.max(latestWallMillis, wallMillis());
        wallOffsetMillis += by.toMillis();
    }

    /** How long each look of the processor at its clock takes: on a slow machine, long. */
    void takeForEachLook(Duration each) {
        nanosPerLook = each.toNanos();
    }

    boolean isSlow() {
        return nanosPerLook > 0;
    }

    Clocks clocks() {
        return new Clocks(
                this::wallMillis,
                () -> {
                    nanos += nanosPerLook;
                    Broken.require(++looks < LOOKS_MAX, "a turn of the clock ends");
                    return nanos;
                });
    }
}
