package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Registers the examples, runs one, shows all that happened. */
public final class Quickstart {

    private static final String MAIN = "hello-world/hello-world-daily";

    private final Api api;
    private final Examples examples;

    private Quickstart(Api api, Path folder) {
        this.api = api;
        this.examples = new Examples(folder);
    }

    /**
     * @param api base address of the API
     * @param folder of the examples
     * @return whether the run completed
     */
    public static boolean run(String api, Path folder) throws InterruptedException {
        try (var client = new Api(api)) {
            return new Quickstart(client, folder).run();
        }
    }

    /** Uses the API once all around, and shows nothing. */
    public static void exercise(String api) throws InterruptedException {
        try (var client = new Api(api)) {
            var document = Api.JSON.createObjectNode();
            document.putObject("entrypoint").put("kind", "command").putArray("command").add("true");
            var deployment = "/v1/deployments/warm/up";
            client.put(deployment, document);
            var id = client.post(deployment + "/runs", Api.JSON.createObjectNode()).get("id");
            while (client.get("/v1/runs/" + id.asText()).path("endedAt").isMissingNode()) {
                client.get("/v1/events?subject=" + id.asText());
                client.get("/v1/runs");
                client.get("/v1/deployments");
                client.get("/v1/runs/" + id.asText() + "/logs");
            }
        }
    }

    private boolean run() throws InterruptedException {
        register();
        System.out.println();
        System.out.println("Running " + MAIN);
        var body = Api.JSON.createObjectNode();
        body.putObject("parameters").put("name", "Orrery");
        var id = api.post("/v1/deployments/" + MAIN + "/runs", body).get("id").asText();
        var state = new RunWatch(api, id).untilEnd();
        System.out.println();
        audit(id);
        return state.equals("COMPLETED");
    }

    private void register() throws InterruptedException {
        System.out.println();
        System.out.println("Deployments of " + examples.folder());
        for (var example : examples.read()) {
            var name = example.flow() + "/" + example.name();
            if (example.needsPython() && !Examples.hasPython()) {
                System.out.println("  left out   " + name + "  (no python3 on the PATH)");
                continue;
            }
            var answer = api.put(example.path(), example.document());
            System.out.printf("  %-9s  %s%n", answer.get("effect").asText(), name);
        }
    }

    private void audit(String run) throws InterruptedException {
        System.out.println("Audit trail, read back from the log");
        var deployment = api.get("/v1/deployments/" + MAIN).get("id").asText();
        for (var subject : new String[] {deployment, run}) {
            for (JsonNode event : api.get("/v1/events?subject=" + subject).get("items")) {
                System.out.println(AuditLine.of(event));
            }
        }
    }
}
