package dev.orrery.projections.view;

/** The kinds of state that a run can be in; filters and counts go by them. */
public enum StateType {
    SCHEDULED('s'),
    PENDING('p'),
    RUNNING('r'),
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

    /** Its byte in rows: stays when the order of these names changes. */
    int code() {
        return code;
    }
}
