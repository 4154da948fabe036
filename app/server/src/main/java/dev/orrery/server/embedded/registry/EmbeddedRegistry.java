package dev.orrery.server.embedded.registry;

import com.sun.net.httpserver.HttpServer;
import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.RememberedPorts;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A schema registry in this JVM, on 127.0.0.1, that keeps its schemas in the given Kafka. */
public final class EmbeddedRegistry implements AutoCloseable {
    static final int CONNECTIONS_MAX = 256;

    private static final int REQUEST_SECONDS_MAX = 10;
    private static final int ANSWER_SECONDS_MAX = 60;

    static {
        // The JDK's server writes headers and body apart, and without this the body waits 40 ms for
        // the client's acknowledgement of the headers. Read once, when the first server is made.
        set("sun.net.httpserver.nodelay", "true");
        // Each request has a thread, if a light one: so few may come, and not for long.
        set("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));
        set("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS_MAX));
        set("sun.net.httpserver.maxRspTime", Integer.toString(ANSWER_SECONDS_MAX));
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static final String NAME = "registry";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Registry registry;

    private EmbeddedRegistry(HttpServer server, ExecutorService threads, Registry registry) {
        this.server = server;
        this.threads = threads;
        this.registry = registry;
    }

    /**
     * @param port of 127.0.0.1; 0 for the one used last, or a free one
     * @param compatibility of subjects that have none of their own, until `/config` is changed
     * @param kafka settings of the Kafka clients, `bootstrap.servers` at least
     */
    public record Settings(int port, Compatibility compatibility, Map<String, String> kafka) {
        public Settings {
            kafka = Map.copyOf(kafka);
        }

        public static Settings at(String bootstrapServers) {
            return new Settings(
                    0,
                    Compatibility.FULL_TRANSITIVE,
                    Map.of("bootstrap.servers", bootstrapServers));
        }
    }

    /**
     * Reads all schemas, then serves.
     *
     * @throws StartRefused if the asked port can't be had
     */
    public static EmbeddedRegistry start(DataFolder folder, Settings settings) {
        RememberedPorts ports = new RememberedPorts(folder);
        HttpServer server = bind(settings.port(), ports);
        ports.remember(NAME, server.getAddress().getPort());
        Registry registry;
        try {
            registry = Registry.open(settings.kafka(), settings.compatibility());
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
        Routes routes = new Routes();
        new SubjectRoutes(registry).addTo(routes);
        new ConfigRoutes(registry).addTo(routes);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.createContext("/", new RegistryEdge(routes));
        server.setExecutor(threads);
        server.start();
        return new EmbeddedRegistry(server, threads, registry);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For this process, which needs no HTTP to ask itself. */
    public SchemaRegistry local() {
        return new LocalSchemaRegistry(registry);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        registry.close();
    }

    private static HttpServer bind(int port, RememberedPorts ports) {
        OptionalInt last = ports.last(NAME);
        try {
            if (port == 0 && last.isPresent()) {
                try {
                    return open(last.getAsInt());
                } catch (BindException e) {
                    // Somebody else has it by now, and any other serves as well.
                }
            }
            return open(port);
        } catch (IOException e) {
            throw new StartRefused(
                    "Port %d of 127.0.0.1, asked for the schema registry, can't be used (%s). Free it, or choose another."
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    private static HttpServer open(int port) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        return HttpServer.create(new InetSocketAddress(loopback, port), 0);
    }
}
