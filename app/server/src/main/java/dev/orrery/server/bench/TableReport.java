package dev.orrery.server.bench;

import java.io.PrintStream;
import java.util.List;

/** A table for people, a line as soon as it is known. */
public final class TableReport implements Report {

    private static final String LINE = "%-62s %12s %18s  %s%n";

    private final PrintStream out;

    public TableReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(String how) {
        out.println(Machine.here().text());
        out.println(how);
        out.println();
        out.printf(LINE, "", "target", "figure", "");
    }

    @Override
    public void figure(Figure figure) {
        out.printf(
                LINE,
                figure.name(),
                figure.target().text(),
                figure.unit().text(figure.value()),
                figure.verdict());
    }

    @Override
    public void end(List<Figure> figures, List<String> leftOut) {
        long failed = figures.stream().filter(figure -> !figure.isPassed()).count();
        leftOut.forEach(name -> out.printf(LINE, name, "", "not measured", "(--full)"));
        out.println();
        out.println(failed == 0 ? "All targets are met." : "Targets not met: " + failed);
    }
}
