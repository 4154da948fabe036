package dev.orrery.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does what commands do, against a stand-in for a server, so that the JVM can keep the classes as
 * they are then and later starts need not load and link them again.
 */
@Command(
        name = "warm-up-cli",
        hidden = true,
        description = "Records what a command needs, to make later ones quick.")
final class WarmUp implements Callable<Integer> {

    private static final int TIMES = 5;

    private static final String DEPLOYMENT =
            """
            {"id": "7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b", "flow": "warm", "name": "up",
             "revision": 1, "version": 1, "paused": false, "deleted": false,
             "created": "2026-11-22T10:29:22.283Z", "updated": "2026-11-22T10:29:22.283Z",
             "document": {"tags": [], "entrypoint": {"kind": "command", "command": ["true"]},
                          "parameters": {"name": "world"}, "environment": {}, "pool": "default",
                          "infrastructure": {"type": "process", "settings": {}}},
             "schedules": [{"name": "schedule", "interval": {"seconds": 60}, "active": true,
                            "next": "2026-11-22T10:29:22Z"}],
             "lastRun": {"state": {"type": "COMPLETED", "name": "Completed"}},
             "effect": "created", "position": "0:1", "attempt": 0,
             "endedAt": "2026-11-22T10:29:22.283Z", "startedAt": "2026-11-22T10:29:22.183Z",
             "state": {"type": "COMPLETED", "name": "Completed"},
             "timeline": [{"type": "COMPLETED", "name": "Completed", "attempt": 1,
                           "time": "2026-11-22T10:29:22.283Z"}],
             "items": []}\
            """;

    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of(),
                    List.of("--version"),
                    List.of("deployment", "ls"),
                    List.of("deployment", "ls", "-o", "json"),
                    List.of("deployment", "ls", "-o", "yaml"),
                    List.of("deployment", "inspect", "warm/up"),
                    List.of("deployment", "run", "warm/up"),
                    List.of("deployment", "pause", "warm/up"),
                    List.of("run", "ls"),
                    List.of("run", "inspect", "7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b"),
                    List.of("run", "logs", "7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b"),
                    List.of("flow", "ls"),
                    List.of(
                            "deployment",
                            "create",
                            "--flow",
                            "warm",
                            "--name",
                            "up",
                            "--command",
                            "true"));

    @Override
    public Integer call() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext("/", WarmUp::answer);
        server.start();
        try {
            var api = "http://localhost:" + server.getAddress().getPort();
            var nobody = new PrintWriter(Writer.nullWriter());
            var environment = Map.of("ORRERY_API_URL", api);
            var folder = Path.of("").toAbsolutePath();
            var terminal = new Terminal(nobody, nobody, environment, folder, null, Style.PLAIN);
            for (int i = 0; i < TIMES; i++) {
                COMMANDS.forEach(words -> Main.run(terminal, words.toArray(String[]::new)));
            }
        } finally {
            server.stop(0);
        }
        return ExitCode.OK.number();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var isList = path.split("/", -1).length == 3;
        var page = "{\"items\": [" + DEPLOYMENT + "], \"next\": null}";
        var body = (isList ? page : DEPLOYMENT).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
