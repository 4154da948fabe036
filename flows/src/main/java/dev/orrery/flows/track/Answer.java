package dev.orrery.flows.track;

/**
 * What became of a request.
 *
 * @param kind whether it is done with
 * @param status of HTTP; 0 where no answer came
 * @param text what the server said, 64 KiB at most, or why it was not reached
 */
public record Answer(Kind kind, int status, String text) {

    /** What is to be done about a request. */
    public enum Kind {
        /** Nothing: the server knows it, or the run was ended there meanwhile. */
        DONE,
        /** Nothing: the server will never take it. */
        REFUSED,
        /** It is to be sent again, since the server may take it then. */
        NOT_NOW,
        /** It is to be sent again, when a server answers at all. */
        UNREACHED
    }

    @Override
    public String toString() {
        return status == 0 ? text : status + " " + text;
    }
}
