package dev.orrery.projections.view;

import java.util.Locale;

/** The kinds of state that a run can be in; filters and counts go by them. */
public enum StateType {
    SCHEDULED('s'),
    PENDING('p'),
    RUNNING('r'),
    PAUSED('h'),
    CANCELLING('x'),
    COMPLETED('C'),
    FAILED('F'),
    CRASHED('K'),
    CANCELLED('X');

    private final char code;

    StateType(char code) {
        this.code = code;
    }

    static StateType of(byte code) {
        for (var state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state has the code " + code);
    }

    /** Whether a run that is in it has ended. */
    boolean isEnd() {
        return switch (this) {
            case COMPLETED, FAILED, CRASHED, CANCELLED -> true;
            case SCHEDULED, PENDING, RUNNING, PAUSED, CANCELLING -> false;
        };
    }

    /** Its byte in rows: stays when the order of these names changes. */
    int code() {
        return code;
    }

    /** What a state of this type is called that has no finer name: its own, with a capital. */
    String usualName() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
