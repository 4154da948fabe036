package dev.orrery.projections.view;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many there are.
 *
 * @param deployments not counting deleted ones
 * @param runs by the type of their state
 */
public record CountsView(long deployments, Map<StateType, Long> runs) {

    /** Each partition counts its own. */
    public CountsView and(CountsView other) {
        var sum = new EnumMap<>(runs);
        other.runs.forEach((state, count) -> sum.merge(state, count, Long::sum));
        return new CountsView(deployments + other.deployments, sum);
    }
}
