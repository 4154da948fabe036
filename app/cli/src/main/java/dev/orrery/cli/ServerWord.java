package dev.orrery.cli;

import dev.orrery.cli.terminal.Stop;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A program of the server, here for the help alone: the launcher starts it. */
@Command
final class ServerWord implements Callable<Integer> {

    private final String name;

    ServerWord(String name) {
        this.name = name;
    }

    @Override
    public Integer call() {
        throw Stop.usage("'" + name + "' is a program of the server; start it with the launcher.");
    }
}
