package dev.orrery.server;

import dev.orrery.server.bench.Bench;
import dev.orrery.server.bench.Bench.Extent;
import dev.orrery.server.bench.JsonReport;
import dev.orrery.server.bench.TableReport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Orrery on this machine, against its targets. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures Orrery on this machine beside the bare Kafka that it stands on, and says"
                    + " which targets are met; exits with 1 when one is not. Nothing else should be"
                    + " running meanwhile.")
final class BenchProgram implements Callable<Integer> {

    /** How the figures are printed. */
    enum Output {
        TABLE,
        JSON
    }

    @Option(names = "--quick", description = "Short rounds: good for comparing, not for quoting.")
    private boolean quick;

    @Option(
            names = "--full",
            description =
                    "Also what takes minutes: a restart with 1,000,000 command ids, 10,000"
                            + " schedules, a log with 1,000,000 ended runs, and kill -9 of whatever"
                            + " there is, with 1,000,000 events.")
    private boolean full;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}; may be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table or json (default table).")
    private Output output = Output.TABLE;

    @Override
    public Integer call() throws Exception {
        var out = System.out;
        var report =
                switch (output) {
                    case TABLE -> new TableReport(out);
                    case JSON -> new JsonReport(out);
                };
        var unknown = new ArrayList<>(only);
        unknown.removeAll(Bench.names());
        if (!unknown.isEmpty()) {
            System.err.println(
                    "There is no measurement " + unknown + "; there are " + Bench.names() + ".");
            return CommandLine.ExitCode.USAGE;
        }
        // Whatever ends the measuring, Ctrl-C too, nothing that it started goes on.
        Runtime.getRuntime().addShutdownHook(new Thread(BenchProgram::endChildren, "bench-end"));
        return new Bench(extent(), only, report).run() ? 0 : Failures.EXIT_CODE;
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private Extent extent() {
        if (quick) {
            return Extent.QUICK;
        }
        return full ? Extent.FULL : Extent.USUAL;
    }

    /** For the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Bench.names().iterator();
        }
    }
}
