package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whether an attempt that ended badly is followed by another, and when. A value: each method gives
 * another.
 */
public final class Retry {

    private final Json.Obj document;

    private Retry(Json.Obj document) {
        this.document = document;
    }

    /** How an attempt ended that is followed by another. */
    public enum After {
        /** It failed by its own word. */
        FAILED("failed"),
        /** It ran longer than it may. */
        TIMED_OUT("timed-out"),
        /** It ended with nobody to say how. */
        CRASHED("crashed");

        private final String written;

        After(String written) {
            this.written = written;
        }
    }

    /** So often after the first attempt, at once, and whichever way it ended badly. */
    public static Retry times(int retries) {
        if (retries < 1) {
            throw new SpecException(
                    "A run is tried again 1 time or more, and not " + retries + ".");
        }
        return new Retry(Json.object("attempts", Json.of(retries + 1L)));
    }

    /** With delays after the attempts, one each; the last for all that follow. Whole seconds. */
    public Retry withDelay(Duration... delays) {
        var seconds = Arrays.stream(delays).map(Retry::seconds).toList();
        return with(
                "delaySeconds", seconds.size() == 1 ? seconds.getFirst() : new Json.Array(seconds));
    }

    /**
     * With a delay that grows.
     *
     * @param factor what each delay is multiplied by to make the next, with two decimals at most
     */
    public Retry withGrowingDelay(Duration initial, double factor, Duration max) {
        return with(
                "delaySeconds",
                Json.object("initial", seconds(initial))
                        .with("factor", Schedule.json(factor, "factor"))
                        .with("max", seconds(max)));
    }

    /**
     * With delays that are lengthened by a part of themselves, so that not all come at once.
     *
     * @param most 0 to 1, with two decimals at most
     */
    public Retry withJitter(double most) {
        return with("jitter", Schedule.json(most, "jitter"));
    }

    /** After these ends alone. */
    public Retry after(After... ends) {
        return with("on", Json.texts(Arrays.stream(ends).map(end -> end.written).toList()));
    }

    Json.Obj document() {
        return document;
    }

    private Retry with(String field, Json value) {
        return new Retry(document.with(field, value));
    }

    private static Json seconds(Duration delay) {
        return Json.of(Schedule.wholeSeconds(delay, "A delay"));
    }
}
