package dev.orrery.server.bench;

import java.util.List;

/** How the figures are told. */
public sealed interface Report permits TableReport, JsonReport {

    /**
     * @param how it is measured
     */
    void begin(String how);

    void figure(Figure figure);

    /**
     * @param leftOut names of what only {@code --full} measures
     */
    void end(List<Figure> figures, List<String> leftOut);
}
