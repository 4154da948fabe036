package dev.orrery.projections.view;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many there are.
 *
 * @param deployments not counting deleted ones
 * @param runs by the type of their state; a type that was never seen is left out
 */
public record CountsView(long deployments, Map<StateType, Long> runs) {

    public static final CountsView NONE = new CountsView(0, new EnumMap<>(StateType.class));

    CountsView moreDeployments(long more) {
        return new CountsView(deployments + more, runs);
    }

    CountsView moved(@Nullable StateType from, StateType to) {
        var moved = new EnumMap<StateType, Long>(StateType.class);
        moved.putAll(runs);
        if (from != null) {
            moved.merge(from, -1L, Long::sum);
        }
        moved.merge(to, 1L, Long::sum);
        return new CountsView(deployments, moved);
    }

    public CountsView and(CountsView other) {
        var sum = new EnumMap<StateType, Long>(StateType.class);
        sum.putAll(runs);
        other.runs.forEach((state, count) -> sum.merge(state, count, Long::sum));
        return new CountsView(deployments + other.deployments, sum);
    }
}
