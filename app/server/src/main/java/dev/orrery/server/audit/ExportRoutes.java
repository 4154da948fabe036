package dev.orrery.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.audit.export.Export;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.log.PositionUnknown;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A range of the log as JSON lines, as fast as the client takes them. The last line says how it
 * ended: one with {@code end} that it is whole, one with {@code error} why it is not; where neither
 * comes, the connection was lost. Any node can answer, since Kafka has it all.
 */
public final class ExportRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);

    private static final int EXPORTS_MAX = 2;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, ?> kafka;
    private final Semaphore free = new Semaphore(EXPORTS_MAX);
    private volatile boolean stopping;

    /**
     * @param kafka settings of the consumers, one for each export
     */
    public ExportRoutes(Map<String, ?> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        routes.get("/v1/audit/export", this::answer, allow.apply(Role.VIEWER));
    }

    private void answer(Context http) {
        var wish = ExportQuery.of(http);
        if (!free.tryAcquire()) {
            throw new ApiProblem(
                    Refusal.TOO_MANY_REQUESTS,
                    "This node has "
                            + EXPORTS_MAX
                            + " exports under way, which is its most; ask again when one has"
                            + " ended, or ask another node.");
        }
        try (var export = Export.open(kafka, wish, () -> stopping)) {
            http.contentType("application/x-ndjson");
            write(export, http.outputStream());
        } catch (PositionUnknown unknown) {
            throw new ApiProblem(Refusal.INVALID_REQUEST, String.valueOf(unknown.getMessage()));
        } catch (LogUnavailable noAnswer) {
            throw new ApiProblem(Refusal.NOT_READY, String.valueOf(noAnswer.getMessage()));
        } finally {
            free.release();
        }
    }

    /** What went wrong after the first line can't be said by a status any more. */
    private void write(Export export, OutputStream client) {
        try (var out = new BufferedOutputStream(client, CHUNK_BYTES)) {
            line(out, lastLine(export, out));
        } catch (IOException left) {
            LOG.debug("The reader of an export left", left);
        }
    }

    private byte[] lastLine(Export export, OutputStream out) throws IOException {
        try {
            for (var event = export.next(); event != null; event = export.next()) {
                line(out, event);
            }
            return json(Map.of("end", export.reached().toString()));
        } catch (UnreadableRecord unreadable) {
            return error(
                    Refusal.INTERNAL,
                    "The event after these can't be read: "
                            + unreadable.getMessage()
                            + ". 'orrery replay' says where it is.");
        } catch (LogUnavailable noAnswer) {
            return error(Refusal.NOT_READY, String.valueOf(noAnswer.getMessage()));
        }
    }

    private static void line(OutputStream out, byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
    }

    private static byte[] error(Refusal refusal, String sentence) {
        return json(Map.of("error", new Failure(refusal.name(), sentence)));
    }

    private static byte[] json(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts can be written", impossible);
        }
    }

    /**
     * Why an export is not whole.
     *
     * @param code stable
     * @param detail what went wrong and what to do
     */
    private record Failure(String code, String detail) {}

    /** Ends those that are under way; whoever reads them is told. */
    @Override
    public void close() {
        stopping = true;
    }
}
