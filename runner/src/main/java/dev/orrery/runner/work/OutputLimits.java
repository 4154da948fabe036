package dev.orrery.runner.work;

import java.time.Duration;

/**
 * How much of what a run prints is kept, and how it is cut into chunks.
 *
 * @param outputBytesMax of an attempt, both streams together; the rest is read and dropped
 * @param outputLineCharactersMax longer lines are split
 * @param chunkLinesMax a chunk is handed over when it has so many lines
 * @param chunkCharactersMax or so many characters
 * @param chunkDelay or when so much time has passed since its first line
 */
public record OutputLimits(
        long outputBytesMax,
        int outputLineCharactersMax,
        int chunkLinesMax,
        int chunkCharactersMax,
        Duration chunkDelay) {

    /** A chunk of these stays far below what Kafka takes as one record, at 3 bytes a character. */
    public static final OutputLimits DEFAULT =
            new OutputLimits(10L << 20, 16_384, 500, 65_536, Duration.ofMillis(100));

    public OutputLimits {
        WorkSettings.require(outputBytesMax >= 0, "outputBytesMax must be 0 or more");
        WorkSettings.require(
                outputLineCharactersMax >= 2 && outputLineCharactersMax <= 65_536,
                "outputLineCharactersMax must be 2 to 65,536");
        WorkSettings.require(
                chunkLinesMax >= 1 && chunkLinesMax <= 10_000, "chunkLinesMax must be 1 to 10,000");
        WorkSettings.require(
                chunkCharactersMax >= 1 && chunkCharactersMax <= 131_072,
                "chunkCharactersMax must be 1 to 131,072");
        WorkSettings.require(
                !chunkDelay.isNegative() && chunkDelay.toMillis() <= 10_000,
                "chunkDelay must be 0 to 10 seconds");
    }

    public OutputLimits withOutputBytesMax(long max) {
        return new OutputLimits(
                max, outputLineCharactersMax, chunkLinesMax, chunkCharactersMax, chunkDelay);
    }
}
