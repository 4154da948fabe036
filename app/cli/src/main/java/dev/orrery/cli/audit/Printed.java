package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Lines on standard output.
 *
 * @param out whoever reads it may have enough at any time
 */
record Printed(PrintWriter out) implements Sink {

    @Override
    public void add(byte[] line) {
        out.print(new String(line, StandardCharsets.UTF_8) + "\n");
        if (out.checkError()) {
            throw new Stop(ExitCode.FAILED, "Nobody reads what is printed.");
        }
    }

    @Override
    public String howToGoOn() {
        return "ask for what follows the last line with --after";
    }
}
