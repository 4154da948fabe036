package dev.orrery.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks after what people stumble over. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at this machine and at the server, and says what is wrong and what to do.",
            "Exits with 1 when something fails, with 7 when no server answers."
        },
        footer = {"%nExamples:", "  orrery doctor", "  orrery doctor -o json"})
public final class Doctor implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    public Doctor(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var findings = new ArrayList<Finding>();
        findings.addAll(new ThisMachine(terminal).findings());
        var far = new ThatServer(server.connect(terminal)).findings();
        findings.addAll(far);
        var columns =
                List.of(
                        new Column("CHECK", one -> Json.text(one, "/check")),
                        new Column("", this::level),
                        new Column("", one -> Json.text(one, "/told")));
        var trees = findings.stream().map(Finding::tree).toList();
        Printer.of(terminal, output).list(trees, columns, one -> Json.text(one, "/check"));
        return exitCode(findings, far).number();
    }

    private String level(JsonNode one) {
        var level = Json.text(one, "/level");
        var colour =
                switch (level) {
                    case "ok" -> "COMPLETED";
                    case "warn" -> "CANCELLED";
                    default -> "FAILED";
                };
        return terminal.style().state(colour, level);
    }

    private static ExitCode exitCode(List<Finding> all, List<Finding> far) {
        if (far.getFirst().level() == Finding.Level.FAIL) {
            return ExitCode.UNREACHABLE;
        }
        var failed = all.stream().anyMatch(one -> one.level() == Finding.Level.FAIL);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }
}
