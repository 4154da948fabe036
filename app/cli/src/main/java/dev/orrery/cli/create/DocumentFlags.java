package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.ParameterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What of a document can be said by flags; laid over what a file says. */
final class DocumentFlags {

    @Mixin private ParameterOptions parameters = new ParameterOptions();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private @Nullable String description;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "Of the code (default: the Git commit of its folder).")
    private @Nullable String version;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--label", paramLabel = "K=V", description = "A label. May be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "K=V",
            description = "A variable of its runs; V may be secret:NAME. May be repeated.")
    private List<String> environment = new ArrayList<>();

    @Option(names = "--pool", paramLabel = "POOL", description = "The work pool.")
    private @Nullable String pool;

    @Mixin private PolicyFlags policies = new PolicyFlags();
    @Mixin private ScheduleFlags schedules = new ScheduleFlags();

    ObjectNode over(ObjectNode document) {
        var all = document.deepCopy();
        put(all, "description", description);
        put(all, "version", version);
        put(all, "pool", pool);
        policies.addTo(all);
        addTags(all);
        pairs(all, "labels", ParameterOptions.pairs("--label", labels));
        pairs(all, "environment", ParameterOptions.pairs("--env", environment));
        members(all, "parameters", parameters.given());
        schedules.addTo(all);
        return all;
    }

    private static void put(ObjectNode document, String field, @Nullable String value) {
        if (value != null) {
            document.put(field, value);
        }
    }

    private void addTags(ObjectNode document) {
        if (tags.isEmpty()) {
            return;
        }
        var all = Json.MAPPER.createArrayNode();
        document.path("tags").forEach(all::add);
        tags.forEach(all::add);
        document.set("tags", all);
    }

    private static void pairs(ObjectNode document, String field, Map<String, String> pairs) {
        var object = Json.object();
        pairs.forEach(object::put);
        members(document, field, object);
    }

    private static void members(ObjectNode document, String field, ObjectNode members) {
        if (members.isEmpty()) {
            return;
        }
        var all = Json.object();
        document.path(field).properties().forEach(m -> all.set(m.getKey(), m.getValue()));
        all.setAll(members);
        document.set(field, Json.sorted(all));
    }
}
