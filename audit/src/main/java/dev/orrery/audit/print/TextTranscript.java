package dev.orrery.audit.print;

import dev.orrery.audit.replay.ReplayedEvent;
import dev.orrery.audit.replay.Summary;
import dev.orrery.schemas.envelope.EventHeader;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;

/** A few lines an event: what happened and who did it, what it says, why, and the state after. */
final class TextTranscript implements Transcript {

    /** Always as wide, so that times stand under each other. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final PrintWriter out;

    TextTranscript(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void event(ReplayedEvent replayed) {
        var header = replayed.recorded().header();
        var event = replayed.recorded().event();
        out.printf(
                "%-8s %s  %-20s %s v%d by %s%n",
                header.id(),
                TIME.format(header.time()),
                event.getClass().getSimpleName(),
                header.subject(),
                header.version(),
                Words.clean(header.actor()));
        line("says", EventText.of(event));
        line("because", because(header));
        line("state", StateText.of(replayed.state()));
    }

    @Override
    public void end(Summary summary) {
        out.println(SummaryText.of(summary));
        out.flush();
    }

    private void line(String what, String text) {
        if (!text.isEmpty()) {
            out.printf("         %-8s %s%n", what, text);
        }
    }

    private static String because(EventHeader header) {
        var parts = new ArrayList<String>();
        if (header.reason() != null) {
            parts.add("\"" + Words.shown(header.reason()) + "\"");
        }
        if (header.causation() != null) {
            parts.add("after " + header.causation());
        }
        if (header.origin() != null) {
            parts.add("command " + Words.clean(header.origin().command().value()));
        }
        return String.join(", ", parts);
    }
}
