package dev.orrery.audit.print;

import dev.orrery.audit.replay.ReplayedEvent;
import dev.orrery.audit.replay.Summary;
import java.io.PrintWriter;

/** Where a replay is written down, event by event. */
public sealed interface Transcript permits TextTranscript, JsonTranscript {

    void event(ReplayedEvent event);

    /** Says at the end what it all came to. */
    void end(Summary summary);

    /** For a person. */
    static Transcript text(PrintWriter out) {
        return new TextTranscript(out);
    }

    /**
     * One JSON object a line and an event, and nothing else.
     *
     * @param out for the events
     * @param asides for what is about all of them
     */
    static Transcript json(PrintWriter out, PrintWriter asides) {
        return new JsonTranscript(out, asides);
    }
}
