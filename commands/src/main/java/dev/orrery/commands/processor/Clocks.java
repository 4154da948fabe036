package dev.orrery.commands.processor;

import java.util.function.LongSupplier;

/**
 * What tells the time.
 *
 * @param millis the wall clock, Unix milliseconds; somebody may set it, forward and back
 * @param nanos a clock that only goes on, by which leases and pauses are counted
 */
public record Clocks(LongSupplier millis, LongSupplier nanos) {}
