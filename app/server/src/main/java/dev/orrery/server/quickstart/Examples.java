package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.server.embedded.StartRefused;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The deployments of the folder {@code examples}.
 *
 * @param folder with the flows and {@code deployments.json}
 */
record Examples(Path folder) {

    /**
     * @param flow the flow's name
     * @param name the deployment's name
     * @param document as the API takes it
     */
    record Example(String flow, String name, JsonNode document) {

        String path() {
            return "/v1/deployments/" + Api.encode(flow) + "/" + Api.encode(name);
        }

        boolean needsPython() {
            return document.path("entrypoint").path("kind").asText().equals("python");
        }
    }

    List<Example> read() {
        var file = folder.resolve("deployments.json");
        try {
            var examples = new ArrayList<Example>();
            for (var node : Api.JSON.readTree(file.toFile())) {
                var document = (ObjectNode) node.get("document");
                document.put("path", folder.toString());
                examples.add(
                        new Example(
                                node.get("flow").asText(), node.get("name").asText(), document));
            }
            return examples;
        } catch (IOException unreadable) {
            throw new StartRefused("The examples in " + folder + " can't be read.", unreadable);
        }
    }

    static boolean hasPython() {
        var path = System.getenv().getOrDefault("PATH", "");
        for (var folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "python3"))) {
                return true;
            }
        }
        return false;
    }
}
