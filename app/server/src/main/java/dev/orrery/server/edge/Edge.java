package dev.orrery.server.edge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.schemas.exchange.TimedOut;
import dev.orrery.schemas.exchange.TooManyInFlight;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.server.embedded.StartRefused;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server, running. */
public final class Edge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private static final int THREADS_MAX = 64;
    private static final int THREADS_MIN = 4;
    private static final int IDLE_MILLIS_MAX = 60_000;
    private static final int IDLE_MILLIS_MAX_WHEN_FULL = 2_000;

    /** Any name reaches the rules, but not two names that are one because neither is UTF-8. */
    private static final UriCompliance ADDRESSES =
            UriCompliance.UNSAFE.without(
                    "ORRERY",
                    UriCompliance.Violation.BAD_UTF8_ENCODING,
                    UriCompliance.Violation.TRUNCATED_UTF8_ENCODING,
                    UriCompliance.Violation.BAD_PERCENT_ENCODING,
                    UriCompliance.Violation.UTF16_ENCODINGS);

    private final Javalin server;
    private final Gate gate;
    private final int port;

    private Edge(Javalin server, Gate gate) {
        this.server = server;
        this.gate = gate;
        port = server.port();
    }

    /**
     * Binds the port, and says to whoever asks that it is not ready.
     *
     * @throws StartRefused when the port can't be had
     */
    public static Edge start(EdgeSettings settings) {
        var socket = Port.bind(settings.host(), settings.port());
        var gate = new Gate(new BodyIntake(settings));
        var server =
                Javalin.create(config -> {
                    configure(config, settings, gate);
                    config.jetty.addConnector((jetty, http) -> connector(jetty, http, socket));
                });
        server.start();
        return new Edge(server, gate);
    }

    /** Serves. */
    public void open(Consumer<RoutesConfig> routes) {
        // Not safe once requests come, hence its name; none passes the gate yet.
        routes.accept(server.unsafe.routes);
        gate.open();
    }

    public int port() {
        return port;
    }

    /** Takes nothing new, and lets what is in flight be answered, for as long as it may. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (JavalinException stopped) {
            if (!(stopped.getCause() instanceof TimeoutException)) {
                throw stopped;
            }
            LOG.warn("Connections that did not end in time were cut");
        }
    }

    private static ServerConnector connector(
            Server jetty, HttpConfiguration http, ServerSocketChannel socket) {
        var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        try {
            connector.open(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return connector;
    }

    private static void configure(JavalinConfig config, EdgeSettings settings, Gate gate) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = settings.largestBodyBytesMax();
        config.http.prefer405over404 = true;
        config.jsonMapper(new JavalinJackson(JsonMapper.builder().build(), false));
        config.jetty.threadPool = new QueuedThreadPool(THREADS_MAX, THREADS_MIN, IDLE_MILLIS_MAX);
        config.jetty.modifyHttpConfiguration(Edge::configure);
        config.jetty.modifyServer(jetty -> configure(jetty, settings, gate));
        // A name with an encoded slash reaches the rules, which say what is wrong with it.
        config.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        new KnownPages(settings.names()).addTo(config.routes);
        problems(config.routes);
    }

    /** Javalin puts its routes into the innermost of these handlers. */
    private static void configure(Server jetty, EdgeSettings settings, Gate gate) {
        jetty.setErrorHandler(new UnreadableRequests());
        jetty.setHandler(new GracefulHandler(gate));
        jetty.setStopTimeout(settings.stopTimeMax().toMillis());
        var connections = new NetworkConnectionLimit(settings.connectionsMax(), jetty);
        // When all are taken, those that say nothing make room for those who wait.
        connections.setEndPointIdleTimeout(IDLE_MILLIS_MAX_WHEN_FULL);
        jetty.addBean(connections);
    }

    private static void configure(HttpConfiguration http) {
        http.setUriCompliance(ADDRESSES);
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE_MILLIS_MAX);
    }

    private static void problems(RoutesConfig routes) {
        routes.exception(ApiProblem.class, Edge::answer);
        routes.exception(
                CompletionException.class,
                (failure, http) -> {
                    var cause = failure.getCause();
                    if (cause instanceof ApiProblem problem) {
                        answer(problem, http);
                    } else {
                        answer(cause instanceof Exception known ? known : failure, http);
                    }
                });
        routes.exception(
                HttpResponseException.class,
                (refused, http) -> {
                    var methods = refused.getDetails().get("availableMethods");
                    if (methods != null) {
                        http.header("Allow", methods);
                    }
                    Problem.of(refused).writeTo(http);
                });
        routes.exception(Exception.class, (failure, http) -> answer(failure, http));
    }

    private static void answer(ApiProblem problem, Context http) {
        var retry = problem.retryAfterSeconds();
        if (retry != null) {
            http.header("Retry-After", retry.toString());
        }
        Problem.of(problem).writeTo(http);
    }

    private static void answer(Exception failure, Context http) {
        switch (failure) {
            case TimedOut late -> {
                http.header("Orrery-Command-Id", late.command().value());
                answer(
                        new ApiProblem(
                                Refusal.TIMED_OUT,
                                "No answer came in time; ask again with the idempotency key "
                                        + late.command()
                                        + " to get the first answer."),
                        http);
            }
            case TooManyInFlight _ ->
                    answer(
                            new ApiProblem(
                                    Refusal.TOO_MANY_REQUESTS,
                                    "Too many commands are in flight; slow down."),
                            http);
            default -> {
                LOG.error("{} {} failed", http.method(), http.path(), failure);
                Problem.of(Refusal.INTERNAL, "It was logged; the answer is not known.", null)
                        .writeTo(http);
            }
        }
    }
}
