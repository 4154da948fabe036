package dev.orrery.cli.find;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.util.List;

/** The backfills of one deployment, as the server has them. */
public final class Backfills {

    private final Api api;
    private final String deployment;
    private final String address;

    /**
     * @param deployment its name, id or the beginning of its id
     * @throws Stop when there is none
     */
    public Backfills(Api api, String deployment) {
        this.api = api;
        this.deployment = deployment;
        this.address = "/v1/deployments/" + Json.text(new Deployments(api).find(deployment), "/id");
    }

    /** Newest first. */
    public List<JsonNode> all() {
        return api.list(address + "/backfills", Integer.MAX_VALUE).items();
    }

    /** Where one is read. */
    public String path(String id) {
        return address + "/backfills/" + id;
    }

    public JsonNode start(String schedule, JsonNode body) {
        return api.write(
                "POST", address + "/schedules/" + Api.encode(schedule) + "/backfill", body);
    }

    public JsonNode cancel(String id) {
        return api.write("POST", path(id) + "/cancel", null);
    }

    /**
     * @param beginning of its id
     * @throws Stop when there is none, or several have it
     */
    public String id(String beginning) {
        var fitting =
                all().stream()
                        .map(backfill -> Json.text(backfill, "/id"))
                        .filter(id -> id.startsWith(beginning))
                        .toList();
        return switch (fitting.size()) {
            case 0 ->
                    throw new Stop(
                            ExitCode.NOT_FOUND,
                            "There is no backfill '%s'; 'orrery schedule backfills %s' lists those that there are."
                                    .formatted(beginning, deployment));
            case 1 -> fitting.getFirst();
            default ->
                    throw Stop.usage(
                            "The ids of %d backfills begin with '%s'; give more of it."
                                    .formatted(fitting.size(), beginning));
        };
    }
}
