package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt that ended badly is followed by another, and when.
 *
 * @param attempts how many in all, the first included; 1 or more
 * @param delay how long after an attempt the next one is due
 * @param jitterPercent by how much of it a delay is lengthened at most, 0 to 100; how much is fixed
 *     by the run and the attempt
 * @param on the ends that are followed by another attempt, each once, in the order of their kind;
 *     cancelled runs are never tried again
 */
public record RetryPolicy(int attempts, Delay delay, int jitterPercent, List<RetryOn> on) {

    /** The delay of a policy that says nothing of it. */
    public static final Delay AT_ONCE = new ListedDelays(List.of());

    public RetryPolicy {
        on = on.stream().distinct().sorted().toList();
    }

    /** As JSON, in which shares are of one and not of a hundred. */
    private record Form(int attempts, Object delaySeconds, BigDecimal jitter, List<RetryOn> on) {}

    @JsonCreator
    static RetryPolicy of(
            @JsonProperty("attempts") @Nullable Integer attempts,
            @JsonProperty("delaySeconds") @Nullable JsonNode delaySeconds,
            @JsonProperty("jitter") @Nullable BigDecimal jitter,
            @JsonProperty("on") @Nullable List<RetryOn> on) {
        if (attempts == null) {
            throw new IllegalArgumentException("A retry policy needs its 'attempts'.");
        }
        return new RetryPolicy(
                attempts,
                delaySeconds == null ? AT_ONCE : RetryDelays.read(delaySeconds),
                jitter == null ? 0 : RetryDelays.percent("jitter", jitter),
                on == null ? List.of(RetryOn.values()) : on);
    }

    @JsonValue
    Object form() {
        return new Form(attempts, RetryDelays.form(delay), RetryDelays.share(jitterPercent), on);
    }

    /** How an attempt ended that may be followed by another. */
    public enum RetryOn {
        /** It failed by its own word. */
        @JsonProperty("failed")
        FAILED,
        /** It ran longer than it may. */
        @JsonProperty("timed-out")
        TIMED_OUT,
        /** It ended with nobody to say how. */
        @JsonProperty("crashed")
        CRASHED
    }

    /** How long after an attempt the next one is due. */
    public sealed interface Delay {}

    /**
     * As listed, one an attempt; the last for all that follow.
     *
     * @param seconds 0 or more each; none means at once, which is also what a 0 alone becomes
     */
    public record ListedDelays(List<Integer> seconds) implements Delay {
        public ListedDelays {
            seconds = seconds.equals(List.of(0)) ? List.of() : List.copyOf(seconds);
        }
    }

    /**
     * Longer each time.
     *
     * @param initialSeconds the first delay, 1 or more
     * @param factorPercent what each delay is multiplied by to make the next, in hundredths: 200
     *     doubles; 100 or more
     * @param maxSeconds no delay is longer
     */
    public record ExponentialDelay(int initialSeconds, int factorPercent, int maxSeconds)
            implements Delay {}
}
