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

    /** Its byte in keys: stays when the order of these names changes. */
    int code() {
        return code;
    }
}
