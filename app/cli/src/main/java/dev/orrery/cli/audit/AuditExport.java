package dev.orrery.cli.audit;

import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a range of the log for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes events as CloudEvents in JSON, one a line, by time and then by partition.",
            "A file that was interrupted, or was whole some time ago, is gone on with by --resume:"
                    + " in the end it is what one export would have written."
        },
        footer = {
            "%nExamples:",
            "  orrery audit export -o log.jsonl",
            "  orrery audit export -o log.jsonl --resume",
            "  orrery audit export --until 2026-11-22T08:30 --type RunFailed,RunCrashed",
            "  orrery audit export --after 0:17,3:4 --subject hello-world/hello-world-daily"
        })
public final class AuditExport implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description =
                    "What follows these events alone: PARTITION:SEQUENCE, as the id of an event"
                        + " says it, several with commas; partitions that it does not name are read"
                        + " from their start.")
    private @Nullable String after;

    @Option(
            names = "--until",
            paramLabel = "TIME|POSITION",
            description =
                    "Stop after this moment (UTC where it names no offset) or these events;"
                            + " partitions that it does not name are read to their end (default:"
                            + " all that there is now).")
    private @Nullable String until;

    @Option(
            names = "--subject",
            paramLabel = "FLOW/NAME|ID",
            description =
                    "Those of one deployment alone, by its name or id, or of one run, schedule or"
                            + " backfill, by its whole id.")
    private @Nullable String subject;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Those of this type alone, such as RunFailed; several with commas.")
    private @Nullable String type;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file (default: standard output).")
    private @Nullable String file;

    @Option(
            names = "--resume",
            description =
                    "Go on with the file after its last whole line, with the same options as"
                            + " before.")
    private boolean resume;

    private final Terminal terminal;

    public AuditExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (file == null && resume) {
            throw Stop.usage("--resume goes on with a file; name it with -o.");
        }
        var api = server.connect(terminal);
        if (file == null) {
            var printed = new Printed(terminal.out());
            new Lines(printed).read(api, path(after));
            return 0;
        }
        try (var written = ExportFile.open(terminal.file(file), resume)) {
            var lines = new Lines(written);
            lines.read(api, path(written.after(after)));
            terminal.say(
                    "%,d events were added to %s, which is whole up to %s."
                            .formatted(lines.events(), file, lines.end()));
            return 0;
        }
    }

    private String path(@Nullable String from) {
        var query = new LinkedHashMap<String, String>();
        put(query, "after", from);
        put(query, "until", until);
        put(query, "subject", subject);
        put(query, "type", type);
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + Api.encode(each.getValue()))
                .collect(Collectors.joining("&", "/v1/audit/export?", ""));
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
