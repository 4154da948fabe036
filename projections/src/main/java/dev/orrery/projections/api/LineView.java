package dev.orrery.projections.api;

import dev.orrery.schemas.output.OutputLine;
import java.time.Instant;

/**
 * A line of a run's output.
 *
 * @param attempt the number of the attempt, from 1
 * @param number of the line in the attempt, from 1
 * @param time when the runner read it
 * @param stream where it came from
 * @param text without the line break
 */
record LineView(int attempt, long number, Instant time, OutputLine.Stream stream, String text) {}
