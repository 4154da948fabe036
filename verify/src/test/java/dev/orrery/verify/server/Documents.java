package dev.orrery.verify.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** Deployments as a client writes them. */
public final class Documents {

    private Documents() {}

    public static ObjectNode command(String... words) {
        var document = Json.object();
        var command = document.putObject("entrypoint").put("kind", "command").putArray("command");
        for (var word : words) {
            command.add(word);
        }
        return document;
    }

    public static ObjectNode shell(String script) {
        return command("sh", "-c", script);
    }

    public static ObjectNode python(Path folder, String file, String function) {
        var document = Json.object().put("path", folder.toString());
        document.putObject("entrypoint")
                .put("kind", "python")
                .put("path", file)
                .put("function", function);
        return document;
    }

    public static ObjectNode java(Path folder, String file) {
        var document = Json.object().put("path", folder.toString());
        document.putObject("entrypoint").put("kind", "java").put("path", file);
        return document;
    }

    public static ObjectNode every(int seconds, ObjectNode document) {
        document.putArray("schedules")
                .addObject()
                .put("name", "often")
                .putObject("interval")
                .put("seconds", seconds);
        return document;
    }
}
