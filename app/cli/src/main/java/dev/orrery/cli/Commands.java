package dev.orrery.cli;

import dev.orrery.cli.create.ApplyLoaded;
import dev.orrery.cli.create.DeploymentCreate;
import dev.orrery.cli.deployment.DeploymentChange;
import dev.orrery.cli.deployment.DeploymentChange.Change;
import dev.orrery.cli.deployment.DeploymentInspect;
import dev.orrery.cli.deployment.DeploymentLs;
import dev.orrery.cli.deployment.DeploymentRun;
import dev.orrery.cli.event.EventsTail;
import dev.orrery.cli.flow.FlowLs;
import dev.orrery.cli.run.RunCancel;
import dev.orrery.cli.run.RunInspect;
import dev.orrery.cli.run.RunLogs;
import dev.orrery.cli.run.RunLs;
import dev.orrery.cli.run.RunWatch;
import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;

/** All commands, put together. */
final class Commands {

    /** The programs of the server and what the help says of them. */
    static final Map<String, String> SERVER_WORDS = serverWords();

    private static final String FOOTER =
            """
            %nExit codes: 0 ok, 1 the run failed or there is a difference, 2 usage, 3 not found,
            4 not allowed, 5 conflict, 6 time-out, 7 server unreachable.%n
            Environment: ORRERY_API_URL (the server), NO_COLOR (no colours).%n
            Examples:
              orrery up
              orrery deployment create flow.py
              orrery deployment run hello-world/hello-world-daily --watch
              orrery run ls --state failed\
            """;

    private final Terminal terminal;
    private final CommandLine root;

    private Commands(Terminal terminal) {
        this.terminal = terminal;
        this.root = group("orrery", "Runs deployments, and keeps every decision in a log.");
    }

    /**
     * @param args the first word says which group is needed; the others would only cost time
     */
    static CommandLine of(Terminal terminal, String... args) {
        var commands = new Commands(terminal);
        commands.addAll(args.length == 0 ? "" : args[0]);
        return Failures.explained(commands.root, terminal);
    }

    private void addAll(String word) {
        add(word, "deployment", "Creates, shows, runs and changes deployments.", this::deployment);
        add(word, "flow", "Shows flows.", flow -> flow.addSubcommand(new FlowLs(terminal)));
        add(word, "run", "Shows, follows and cancels runs.", this::run);
        add(
                word,
                "events",
                "Shows what happened.",
                events -> events.addSubcommand(new EventsTail(terminal)));
        SERVER_WORDS.forEach((name, description) ->
                root.addSubcommand(
                        name,
                        described(new ServerWord(name), name, description)
                                .setUnmatchedArgumentsAllowed(true)));
        root.getCommandSpec().usageMessage().footer(FOOTER.split("\n", -1));
    }

    private void deployment(CommandLine group) {
        group.addSubcommand(new DeploymentCreate(terminal))
                .addSubcommand(new ApplyLoaded(terminal))
                .addSubcommand(new DeploymentLs(terminal))
                .addSubcommand(new DeploymentInspect(terminal))
                .addSubcommand(new DeploymentRun(terminal))
                .addSubcommand(change("pause", Change.PAUSE, "Stops its schedules; runs go on."))
                .addSubcommand(change("resume", Change.RESUME, "Starts its schedules again."))
                .addSubcommand(change("delete", Change.DELETE, "Deletes it; its history is kept."));
    }

    private void run(CommandLine group) {
        group.addSubcommand(new RunLs(terminal))
                .addSubcommand(new RunInspect(terminal))
                .addSubcommand(new RunLogs(terminal))
                .addSubcommand(new RunWatch(terminal))
                .addSubcommand(new RunCancel(terminal));
    }

    private CommandLine change(String name, Change change, String description) {
        var command = described(new DeploymentChange(terminal, change), name, description);
        command.getCommandSpec()
                .usageMessage()
                .footer("%nExamples:", "  orrery deployment " + name + " hello-world/daily");
        return command;
    }

    /** A group that nobody asked for is there by name alone, for the help. */
    private void add(String word, String name, String description, Consumer<CommandLine> fill) {
        var group = group(name, description);
        if (word.equals(name)) {
            fill.accept(group);
        }
        root.addSubcommand(name, group);
    }

    private static CommandLine group(String name, String description) {
        var group = described(new Group(), name, description);
        group.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
        return group;
    }

    private static CommandLine described(Object command, String name, String description) {
        var line = new CommandLine(command);
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }

    private static Map<String, String> serverWords() {
        var words = new LinkedHashMap<String, String>();
        words.put("up", "Starts a server, with Kafka inside or with yours.");
        words.put("server", "The same as up.");
        words.put("quickstart", "Starts a server with the examples, and runs one.");
        words.put("replay", "Prints and checks the log.");
        words.put("bench", "Measures Orrery on this machine.");
        return words;
    }
}
