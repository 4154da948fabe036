package dev.orrery.cli;

import dev.orrery.cli.terminal.Stop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the launcher does itself, here for the help alone: it starts the programs of the server. */
@Command
final class ServerWord implements Callable<Integer> {

    /** By name. */
    static final Map<String, Commands.Word> ALL = all();

    private final String name;

    private ServerWord(String name) {
        this.name = name;
    }

    @Override
    public Integer call() {
        throw Stop.usage("'" + name + "' is for the launcher; type orrery " + name + ".");
    }

    private static Map<String, Commands.Word> all() {
        var words = new LinkedHashMap<String, String>();
        words.put("up", "Starts a server, with Kafka inside or with yours.");
        words.put("server", "The same as up.");
        words.put("quickstart", "Starts a server with the examples, and runs one.");
        words.put("replay", "Prints and checks the log.");
        words.put("verify-log", "Proves the log, without a server.");
        words.put("move-log", "Takes the log to a Kafka of your own.");
        words.put("bench", "Measures Orrery on this machine.");
        words.put("help", "Shows what a command takes.");
        var all = new LinkedHashMap<String, Commands.Word>();
        words.forEach((name, description) -> all.put(name, (_, _) -> line(name, description)));
        return all;
    }

    static CommandLine runnerStart() {
        return line("start", "Starts a runner, which executes runs until it is stopped.");
    }

    private static CommandLine line(String name, String description) {
        return Commands.described(new ServerWord(name), name, description)
                .setUnmatchedArgumentsAllowed(true);
    }
}
