package dev.orrery.server.move;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says how far the move is, once a second at most. */
final class Progress {

    private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter out;
    private String doing = "";
    private long records;
    private long saidAtNanos = System.nanoTime();

    Progress(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param what is done now, such as "copying orrery.logs"
     */
    void begin(String what) {
        doing = what;
        records = 0;
        out.println(what);
        out.flush();
    }

    /** One more record. */
    void tick() {
        records++;
        long now = System.nanoTime();
        if (now - saidAtNanos >= SAY_EVERY_NANOS) {
            saidAtNanos = now;
            out.println(String.format(Locale.ROOT, "  %s: %,d records", doing, records));
            out.flush();
        }
    }
}
