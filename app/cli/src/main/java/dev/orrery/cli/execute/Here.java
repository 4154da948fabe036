package dev.orrery.cli.execute;

import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.run.Ending;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.runner.work.Archives;
import dev.orrery.runner.work.Assignment;
import dev.orrery.runner.work.ProcessWork;
import dev.orrery.runner.work.Progress;
import dev.orrery.runner.work.Steering;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Executes a run as a runner does, its output in this terminal. Ctrl-C and a cancellation by the
 * server end it.
 *
 * @param terminal where the output goes
 * @param api asked whether somebody ended the run
 * @param local told of everything
 * @param printer for how it ended; other than for people, its output goes to standard error
 */
record Here(Terminal terminal, Api api, LocalRun local, Printer printer) {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_SECONDS = 1;
    private static final long STOP_SECONDS_MAX = 30;

    ExitCode run(Assignment assignment, Path folder) throws IOException {
        Outcome outcome = new Outcome.Crashed("The command ended without saying how.");
        var steering = new Steering();
        var done = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var hook = new Thread(() -> stop(steering, told), "orrery-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.ofVirtual().start(() -> lookAfter(assignment, steering, done));
        try (var work = ProcessWork.open(WorkSettings.in(folder), archives())) {
            outcome = work.run(assignment, progress(), steering);
            terminal.out().flush();
            show(assignment, outcome);
            return Outcomes.exitCode(outcome);
        } finally {
            done.countDown();
            local.finish(outcome);
            told.countDown();
            release(hook);
        }
    }

    private void show(Assignment assignment, Outcome outcome) {
        if (printer.format() == Format.TABLE) {
            terminal.say(Outcomes.sentence(outcome));
        } else {
            var run = Outcomes.run(assignment, outcome);
            printer.one(run, List.of(), assignment.run().toString());
        }
    }

    private Archives archives() {
        return artifact -> {
            try {
                return api.download("/v1/artifacts/" + artifact);
            } catch (Stop refused) {
                throw new IOException(refused.sentence(), refused);
            }
        };
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void began() {}

            @Override
            public void printed(long firstLine, List<OutputLine> lines) {
                for (var line : lines) {
                    show(line);
                    local.printed(line);
                }
            }
        };
    }

    private synchronized void show(OutputLine line) {
        switch (line.stream()) {
            case OUT -> {
                if (printer.format() == Format.TABLE) {
                    terminal.out().println(line.text());
                    terminal.out().flush();
                } else {
                    terminal.say(line.text());
                }
            }
            case ERR, RUNNER -> terminal.say(line.text());
        }
    }

    /** Nobody pushes a cancellation to a process that the server only hears of. */
    private void lookAfter(Assignment assignment, Steering steering, CountDownLatch done) {
        try {
            while (!done.await(LOOK_EVERY_SECONDS, TimeUnit.SECONDS)) {
                if (isEndedElsewhere(assignment)) {
                    steering.end(GRACE);
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEndedElsewhere(Assignment assignment) {
        try {
            var run = api.get(Runs.path(assignment.run().toString()));
            return Ending.of(run) || Json.text(run, "/state/type").equals("CANCELLING");
        } catch (Stop unreachable) {
            // The run is worth more than the look.
            return false;
        }
    }

    private static void stop(Steering steering, CountDownLatch told) {
        steering.end(GRACE);
        try {
            var _ = told.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // It is what brought us here.
        }
    }
}
