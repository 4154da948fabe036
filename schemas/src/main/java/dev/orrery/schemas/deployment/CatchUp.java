package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the nominal times that came while nobody could fire them.
 *
 * @param policy which of them run
 * @param windowSeconds older ones never run; without it, however old
 */
public record CatchUp(CatchUpPolicy policy, @Nullable Long windowSeconds) {

    /** What a schedule has that says nothing. */
    public static final CatchUp DEFAULT = new CatchUp(CatchUpPolicy.LATEST, null);

    /** Which of the nominal times that were missed run. */
    public enum CatchUpPolicy {
        /** None. */
        @JsonProperty("none")
        NONE,
        /** The latest. */
        @JsonProperty("latest")
        LATEST,
        /** All, in order. */
        @JsonProperty("all")
        ALL
    }

    @JsonCreator
    static CatchUp of(
            @JsonProperty("policy") @Nullable CatchUpPolicy policy,
            @JsonProperty("windowSeconds") @Nullable Long windowSeconds) {
        return new CatchUp(policy == null ? DEFAULT.policy : policy, windowSeconds);
    }
}
