package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.pack.CodePackage;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.spec.LoadedDeployment;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings deployments to the server: first it is asked whether it would take each, then it gets all
 * code, then each document. So what it refuses leaves nothing behind.
 *
 * @param terminal for messages
 * @param printer for what became of each
 */
record Publication(Terminal terminal, Printer printer) {

    void publish(Api api, List<LoadedDeployment> deployments) {
        var all = prepared(deployments, new ServerLimits(api)::artifacts);
        check(api, all);
        var bringing = new Bringing(terminal, api);
        all.forEach(bringing::bring);
        var answers = new ArrayList<JsonNode>();
        for (var ready : all) {
            var loaded = ready.loaded();
            var answer =
                    (ObjectNode)
                            about(ready, () -> api.write("PUT", path(ready), ready.document()));
            answer.put("flow", loaded.flow()).put("name", loaded.name());
            answers.add(answer);
            if (printer.format() == Format.TABLE) {
                printer.out().println(line(answer, ready));
                printer.out().flush();
            }
        }
        if (printer.format() != Format.TABLE) {
            printer.list(answers, List.of(), Deployments::name);
        }
    }

    /** Whether the server would take all, by its own rules; it does nothing yet. */
    private static void check(Api api, List<Ready> all) {
        for (var ready : all) {
            about(ready, () -> api.consult("PUT", path(ready) + "?dryRun=true", ready.document()));
        }
    }

    /** One among many: who is refused is told which. */
    private static JsonNode about(Ready ready, Supplier<JsonNode> asked) {
        try {
            return asked.get();
        } catch (Stop stop) {
            var loaded = ready.loaded();
            throw stop.exitCode() == ExitCode.UNREACHABLE
                    ? stop
                    : stop.about(loaded.source() + ": " + loaded.title());
        }
    }

    private static String path(Ready ready) {
        return Deployments.path(ready.loaded().flow(), ready.loaded().name());
    }

    /** What would be done, and each file that would be brought; by the server's rules too. */
    void show(Api api, List<LoadedDeployment> deployments) {
        var all = prepared(deployments, () -> new ServerLimits(api).artifactsOrUsual(terminal));
        try {
            check(api, all);
        } catch (Stop stop) {
            if (stop.exitCode() != ExitCode.UNREACHABLE) {
                throw stop;
            }
            terminal.say(
                    "No server answers at "
                            + api.address()
                            + ", so its own rules were not asked for.");
        }
        if (printer.forPrograms().isPresent()) {
            printer.list(all.stream().map(Publication::tree).toList(), List.of(), _ -> "");
            return;
        }
        for (var ready : all) {
            var loaded = ready.loaded();
            if (printer.format() == Format.NAME) {
                printer.out().println(loaded.flow() + "/" + loaded.name());
                continue;
            }
            printer.out().println("Would put " + loaded.title());
            if (ready.code() != null) {
                show(ready, ready.code());
            }
        }
        printer.out().flush();
    }

    private List<Ready> prepared(
            List<LoadedDeployment> deployments, Supplier<ArtifactLimits> limits) {
        return new Preparation(terminal.host(), limits).of(deployments);
    }

    private void show(Ready ready, CodePackage code) {
        var rows = code.rows();
        int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        for (var row : rows) {
            var size = row.getFirst();
            printer.out()
                    .println(
                            "  " + " ".repeat(width - size.length()) + size + "  " + row.getLast());
        }
        var storage = ready.loaded().storage();
        var what = storage == null ? "artifact " + code.id() : "to " + Bringing.place(ready);
        printer.out().println("  %s, %s".formatted(code.size(), what));
    }

    private static String line(JsonNode answer, Ready ready) {
        var title = ready.loaded().title();
        return switch (Json.text(answer, "/effect")) {
            case "created" -> "Created " + title;
            case "unchanged" -> "Unchanged " + title;
            default -> {
                var changed = new ArrayList<String>();
                answer.path("changed").forEach(field -> changed.add(field.asText()));
                yield "Updated "
                        + title
                        + (changed.isEmpty() ? "" : ": " + String.join(", ", changed));
            }
        };
    }

    private static JsonNode tree(Ready ready) {
        var tree = Json.object();
        tree.put("flow", ready.loaded().flow()).put("name", ready.loaded().name());
        tree.set("document", ready.document());
        var files = tree.putArray("files");
        if (ready.code() != null) {
            for (var row : ready.code().rows()) {
                files.addObject()
                        .put("path", row.getLast())
                        .put("bytes", Long.parseLong(row.getFirst()));
            }
        }
        return tree;
    }
}
