package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.spec.Loaded.LoadedFlow;
import dev.orrery.cli.spec.LoadedDeployment.Source;
import dev.orrery.cli.terminal.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The deployments of an {@code orrery.yaml}. */
public final class YamlFile {

    /** What goes into the document as it is. */
    private static final List<String> PLAIN =
            List.of(
                    "description",
                    "version",
                    "tags",
                    "parameterSchema",
                    "pool",
                    "infrastructure",
                    "timeoutSeconds",
                    "owner",
                    "enforceParameters",
                    "concurrency",
                    "retry",
                    "queueTimeoutSeconds");

    private static final List<String> BY_NAME = List.of("labels", "parameters", "environment");

    private static final long BYTES_MAX = 4L << 20;

    private final Path folder;
    private final YamlTree.Read read;
    private final Inspection inspection;

    private YamlFile(Path folder, YamlTree.Read read, Inspection inspection) {
        this.folder = folder;
        this.read = read;
        this.inspection = inspection;
    }

    /**
     * @throws Stop when anything in it is wrong, with its line
     */
    public static List<LoadedDeployment> load(
            Target target, Map<String, String> environment, CodeLoader loader) {
        var read = YamlTree.read(target.shown(), text(target), new Variables(environment));
        YamlSchema.check(read);
        var folder = target.file().toAbsolutePath().getParent();
        if (folder == null) {
            throw Stop.usage("The file " + target.shown() + " is in no folder.");
        }
        return new YamlFile(folder, read, new Inspection(loader)).deployments();
    }

    private static String text(Target target) {
        try {
            if (Files.size(target.file()) > BYTES_MAX) {
                throw Stop.usage(
                        "The file %s has more than %,d bytes, the most that is read of one."
                                .formatted(target.shown(), BYTES_MAX));
            }
            return Files.readString(target.file());
        } catch (IOException unreadable) {
            throw Stop.usage("The file " + target.shown() + " can't be read as UTF-8 text.");
        }
    }

    private List<LoadedDeployment> deployments() {
        var deployments = new ArrayList<LoadedDeployment>();
        var defaults = read.root().path("defaults");
        for (var own : read.root().path("deployments")) {
            var pointer = "/deployments/" + deployments.size();
            deployments.add(deployment(pointer, merged(defaults, own)));
        }
        return deployments;
    }

    private static ObjectNode merged(JsonNode defaults, JsonNode own) {
        var all = Json.object();
        defaults.properties().forEach(member -> all.set(member.getKey(), member.getValue()));
        own.properties().forEach(member -> all.set(member.getKey(), member.getValue()));
        for (var name : BY_NAME) {
            if (all.has(name)) {
                var together = Json.object();
                defaults.path(name)
                        .properties()
                        .forEach(m -> together.set(m.getKey(), m.getValue()));
                own.path(name).properties().forEach(m -> together.set(m.getKey(), m.getValue()));
                all.set(name, Json.sorted(together));
            }
        }
        return all;
    }

    private LoadedDeployment deployment(String pointer, ObjectNode all) {
        var document = Json.object();
        PLAIN.forEach(name -> copy(all, document, name));
        BY_NAME.forEach(name -> copy(all, document, name));
        if (document.path("concurrency").isIntegralNumber()) {
            document.putObject("concurrency").set("limit", all.get("concurrency"));
        }
        var entrypoint = entrypoint(pointer, all);
        requireInside(pointer, Json.text(entrypoint, "/path"));
        document.set("entrypoint", entrypoint);
        if (all.has("schedules")) {
            document.set("schedules", ScheduleTexts.of(schedules(pointer, all)));
        }
        var root = root(pointer, all, entrypoint);
        var storage = storage(all);
        var flow = root == null ? Optional.<LoadedFlow>empty() : inspection.of(entrypoint, root);
        flow.ifPresent(found -> complete(document, found));
        var name =
                all.has("flow") ? Json.text(all, "/flow") : flow.map(LoadedFlow::flow).orElse("");
        if (name.isEmpty()) {
            throw read.wrong(pointer, "The field 'flow' is missing.");
        }
        return new LoadedDeployment(
                name,
                Json.text(all, "/name"),
                root,
                all.path("push").asBoolean(true),
                document,
                storage,
                null,
                new Source(read.file(), read.line(pointer)));
    }

    /** What the code says is the same whichever way its deployment is written. */
    private static void complete(ObjectNode document, LoadedFlow flow) {
        for (var said : flow.document().properties()) {
            if (!document.has(said.getKey())) {
                document.set(said.getKey(), said.getValue());
            }
        }
        if (flow.mainClass() != null && !document.at("/entrypoint").has("mainClass")) {
            var entrypoint = ((ObjectNode) document.get("entrypoint")).deepCopy();
            document.set("entrypoint", entrypoint.put("mainClass", flow.mainClass()));
        }
    }

    private JsonNode entrypoint(String pointer, ObjectNode all) {
        var entrypoint = all.path("entrypoint");
        if (entrypoint.isMissingNode()) {
            throw read.wrong(pointer, "The field 'entrypoint' is missing.");
        }
        if (entrypoint.isObject()) {
            return entrypoint;
        }
        try {
            return EntrypointText.parse(entrypoint.asText());
        } catch (IllegalArgumentException malformed) {
            throw read.wrong(pointer + "/entrypoint", String.valueOf(malformed.getMessage()));
        }
    }

    /** Before it is loaded: code is one folder, and what is executed is in it. */
    private void requireInside(String pointer, String file) {
        if (file.startsWith("/") || List.of(file.split("[/\\\\]", -1)).contains("..")) {
            throw read.wrong(
                    pointer + "/entrypoint",
                    "The file "
                            + file
                            + " is outside the folder of the code; its path is relative to that"
                            + " folder and without '..'. 'path' names another folder.");
        }
    }

    /** A command may need no code at all; a file of code is in some folder. */
    private @Nullable Path root(String pointer, ObjectNode all, JsonNode entrypoint) {
        var path = Json.text(all, "/path");
        if (path.isEmpty()) {
            return Json.text(entrypoint, "/kind").equals("command") ? null : folder;
        }
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException invalid) {
            throw read.wrong(pointer + "/path", "'" + path + "' can't be the name of a folder.");
        }
    }

    private @Nullable JsonNode storage(ObjectNode all) {
        var storage = all.path("storage");
        if (!(storage instanceof ObjectNode object)) {
            return null;
        }
        var path = Json.text(object, "/path");
        return path.isEmpty()
                ? object
                : object.deepCopy().put("path", folder.resolve(path).normalize().toString());
    }

    /** A time zone may be said beside its rule, as flags say it, or in it. */
    private JsonNode schedules(String pointer, ObjectNode all) {
        var schedules = (ArrayNode) all.get("schedules").deepCopy();
        for (int i = 0; i < schedules.size(); i++) {
            var schedule = (ObjectNode) schedules.get(i);
            var timezone = schedule.remove("timezone");
            if (timezone != null) {
                zone(pointer + "/schedules/" + i, schedule, timezone);
            }
        }
        return schedules;
    }

    private void zone(String pointer, ObjectNode schedule, JsonNode timezone) {
        ScheduleTexts.expand(schedule);
        var rule = (ObjectNode) schedule.get(ScheduleTexts.kind(schedule));
        if (rule.has("timezone")) {
            throw read.wrong(pointer + "/timezone", "The time zone is said twice.");
        }
        rule.set("timezone", timezone);
    }

    private static void copy(ObjectNode from, ObjectNode to, String name) {
        if (from.has(name)) {
            to.set(name, from.get(name));
        }
    }
}
