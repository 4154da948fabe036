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
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Brings deployments to the server: first all code, then each document.
 *
 * @param terminal for messages
 * @param printer for what became of each
 */
record Publication(Terminal terminal, Printer printer) {

    private static final String GZIP = "application/gzip";

    void publish(Api api, List<LoadedDeployment> deployments) {
        var all = prepared(deployments, new ServerLimits(api)::artifacts);
        var pushed = new HashSet<String>();
        all.stream()
                .map(Ready::code)
                .filter(Objects::nonNull)
                .filter(code -> pushed.add(code.id()))
                .forEach(code -> push(api, code));
        var answers = new ArrayList<JsonNode>();
        for (var ready : all) {
            var loaded = ready.loaded();
            var path = Deployments.path(loaded.flow(), loaded.name());
            var answer = (ObjectNode) api.write("PUT", path, ready.document());
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

    /** What would be done, and each file that would be pushed; needs no server. */
    void show(Api api, List<LoadedDeployment> deployments) {
        var all = prepared(deployments, () -> new ServerLimits(api).artifactsOrUsual(terminal));
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
                show(ready.code());
            }
        }
        printer.out().flush();
    }

    private List<Ready> prepared(
            List<LoadedDeployment> deployments, Supplier<ArtifactLimits> limits) {
        return new Preparation(HostName.of(terminal), limits).of(deployments);
    }

    private void show(CodePackage code) {
        var rows = code.rows();
        int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        for (var row : rows) {
            var size = row.getFirst();
            printer.out()
                    .println(
                            "  " + " ".repeat(width - size.length()) + size + "  " + row.getLast());
        }
        printer.out().println("  %s, artifact %s".formatted(size(code), code.id()));
    }

    private static String size(CodePackage code) {
        int files = code.rows().size();
        return "%d %s, %d bytes".formatted(files, files == 1 ? "file" : "files", code.bytes());
    }

    private void push(Api api, CodePackage code) {
        var path = "/v1/artifacts/" + code.id();
        if (api.exists(path)) {
            return;
        }
        api.upload(path, code.archive(), GZIP);
        terminal.say("Pushed %s, of %s".formatted(size(code), code.root()));
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
