package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.Stop;

/** Where the lines of an export go. */
interface Sink {

    /**
     * @param line in UTF-8, without its end
     * @throws Stop when it can't be written
     */
    void add(byte[] line);

    /** What to do when it ended too early. */
    String howToGoOn();
}
