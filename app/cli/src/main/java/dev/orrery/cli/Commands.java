package dev.orrery.cli;

import dev.orrery.cli.audit.AuditGroup;
import dev.orrery.cli.create.ApplyLoaded;
import dev.orrery.cli.create.DeploymentCreate;
import dev.orrery.cli.deployment.DeploymentChange;
import dev.orrery.cli.deployment.DeploymentChange.Change;
import dev.orrery.cli.deployment.DeploymentInspect;
import dev.orrery.cli.deployment.DeploymentLs;
import dev.orrery.cli.deployment.DeploymentRevisions;
import dev.orrery.cli.deployment.DeploymentRollback;
import dev.orrery.cli.deployment.DeploymentRun;
import dev.orrery.cli.doctor.Doctor;
import dev.orrery.cli.event.EventsTail;
import dev.orrery.cli.execute.DeploymentExecute;
import dev.orrery.cli.flow.FlowLs;
import dev.orrery.cli.journal.JournalPush;
import dev.orrery.cli.run.RunChange;
import dev.orrery.cli.run.RunInspect;
import dev.orrery.cli.run.RunLogs;
import dev.orrery.cli.run.RunLs;
import dev.orrery.cli.run.RunRerun;
import dev.orrery.cli.run.RunRetry;
import dev.orrery.cli.run.RunWatch;
import dev.orrery.cli.schedule.BackfillCancel;
import dev.orrery.cli.schedule.BackfillLs;
import dev.orrery.cli.schedule.ScheduleBackfill;
import dev.orrery.cli.schedule.ScheduleLs;
import dev.orrery.cli.schedule.SchedulePreview;
import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands, put together. To make one costs milliseconds, so only the one that is asked for is
 * made, and all of them where nobody can know, as for the help.
 */
final class Commands {

    private static final String FOOTER =
            """
            %nExit codes: 0 ok, 1 the run failed or there is a difference, 2 usage, 3 not found,
              4 not allowed, 5 conflict, 6 time-out, 7 server unreachable.%n
            Environment: ORRERY_API_URL (the server), ORRERY_HOST (this machine, as its runners call
              it by runner.host), NO_COLOR (no colours).%n
            Examples:
              orrery up
              orrery deployment create flow.py
              orrery deployment run hello-world/hello-world-daily --watch
              orrery run ls --state failed
              orrery help run ls\
            """;

    private final Terminal terminal;

    private Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine of(Terminal terminal, String... args) {
        var commands = new Commands(terminal);
        var root = group("orrery", "Runs deployments, and keeps every decision in a log.");
        var all = commands.all();
        var first = args.length == 0 ? null : all.get(args[0]);
        if (first != null) {
            var words = args.length > 1 ? new String[] {args[1]} : new String[0];
            root.addSubcommand(args[0], first.line(args[0], words));
        } else {
            all.forEach((name, word) -> root.addSubcommand(name, word.line(name)));
            root.addSubcommand(new WarmUp());
        }
        root.getCommandSpec().usageMessage().footer(FOOTER.split("\n", -1));
        return Failures.explained(root, terminal);
    }

    private Map<String, Word> all() {
        var all = new LinkedHashMap<String, Word>();
        all.put(
                "deployment",
                new Words("Creates, shows, runs and changes deployments.", deployment()));
        all.put("flow", new Words("Shows flows.", Map.of("ls", () -> new FlowLs(terminal))));
        all.put(
                "schedule",
                new Words("Shows schedules, and makes up for their times.", schedule()));
        all.put("run", new Words("Shows, follows and changes runs.", run()));
        all.put(
                "events",
                new Words("Shows what happened.", Map.of("tail", () -> new EventsTail(terminal))));
        all.put(
                "audit",
                new Words("Tells what was and why, and proves it.", AuditGroup.commands(terminal)));
        all.put(
                "journal",
                new Words(
                        "Sends what local runs left.",
                        Map.of("push", () -> new JournalPush(terminal))));
        all.put("runner", new Words("Executes runs.", Map.of("start", ServerWord::runnerStart)));
        all.put("doctor", (_, _) -> new CommandLine(new Doctor(terminal)));
        all.putAll(ServerWord.ALL);
        return all;
    }

    private Map<String, Supplier<Object>> deployment() {
        var group = new LinkedHashMap<String, Supplier<Object>>();
        group.put("create", () -> withHelpAlone(new DeploymentCreate(terminal)));
        group.put("apply-loaded", () -> new ApplyLoaded(terminal));
        group.put("ls", () -> new DeploymentLs(terminal));
        group.put("inspect", () -> new DeploymentInspect(terminal));
        group.put("revisions", () -> new DeploymentRevisions(terminal));
        group.put("rollback", () -> new DeploymentRollback(terminal));
        group.put("run", () -> new DeploymentRun(terminal));
        group.put("execute", () -> new DeploymentExecute(terminal));
        group.put("pause", () -> change("pause", Change.PAUSE, "Stops its schedules; runs go on."));
        group.put("resume", () -> change("resume", Change.RESUME, "Starts its schedules again."));
        group.put(
                "delete", () -> change("delete", Change.DELETE, "Deletes it; its history stays."));
        return group;
    }

    private Map<String, Supplier<Object>> schedule() {
        var group = new LinkedHashMap<String, Supplier<Object>>();
        group.put("ls", () -> new ScheduleLs(terminal));
        group.put("preview", () -> new SchedulePreview(terminal));
        group.put("backfill", () -> new ScheduleBackfill(terminal));
        group.put("backfills", () -> new BackfillLs(terminal));
        group.put("cancel-backfill", () -> new BackfillCancel(terminal));
        return group;
    }

    private Map<String, Supplier<Object>> run() {
        var group = new LinkedHashMap<String, Supplier<Object>>();
        group.put("ls", () -> new RunLs(terminal));
        group.put("inspect", () -> new RunInspect(terminal));
        group.put("logs", () -> new RunLogs(terminal));
        group.put("watch", () -> new RunWatch(terminal));
        group.put(
                "cancel",
                () ->
                        change(
                                "cancel",
                                RunChange.Change.CANCEL,
                                "Cancels a run: one that waits never begins, one that executes is"
                                        + " ended."));
        group.put(
                "pause",
                () ->
                        change(
                                "pause",
                                RunChange.Change.PAUSE,
                                "Pauses a run: one that waits is not begun, the processes of one"
                                        + " that executes stand still."));
        group.put(
                "resume",
                () ->
                        change(
                                "resume",
                                RunChange.Change.RESUME,
                                "Lets a paused run go on; the time that it was paused is not"
                                        + " counted against its time-outs."));
        group.put("retry", () -> new RunRetry(terminal));
        group.put("rerun", () -> new RunRerun(terminal));
        return group;
    }

    /** A word that leads to a command line of its own. */
    interface Word {
        /**
         * @param next the words that follow, where they are known
         */
        CommandLine line(String name, String... next);
    }

    /** A group of commands. */
    private record Words(String description, Map<String, Supplier<Object>> commands)
            implements Word {

        @Override
        public CommandLine line(String name, String... next) {
            var group = group(name, description);
            var only = next.length == 0 ? null : commands.get(next[0]);
            if (only != null) {
                group.addSubcommand(next[0], only.get());
            } else {
                commands.forEach((word, command) -> group.addSubcommand(word, command.get()));
            }
            return group;
        }
    }

    private CommandLine change(String name, Change change, String description) {
        var command = described(new DeploymentChange(terminal, change), name, description);
        command.getCommandSpec()
                .usageMessage()
                .footer("%nExamples:", "  orrery deployment " + name + " hello-world/daily");
        return command;
    }

    private CommandLine change(String name, RunChange.Change change, String description) {
        var command = described(new RunChange(terminal, change), name, description);
        command.getCommandSpec()
                .usageMessage()
                .footer("%nExamples:", "  orrery run " + name + " 0199c0de");
        return command;
    }

    /** Of a command that means something else by {@code --version}. */
    private static CommandLine withHelpAlone(Object command) {
        var line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help message and exit.")
                                .build());
        return line;
    }

    private static CommandLine group(String name, String description) {
        var group = described(new Group(), name, description);
        group.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
        return group;
    }

    static CommandLine described(Object command, String name, String description) {
        var line = new CommandLine(command);
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }
}
