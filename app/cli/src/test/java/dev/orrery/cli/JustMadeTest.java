package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that the command before made: the server knows it, and shows it a little later. */
class JustMadeTest {

    private static final String NOT_FOUND =
            """
            {"title": "T", "status": 404, "code": "RUN_NOT_FOUND", "detail": "There is no run"}\
            """;

    private final StandIn server = new StandIn();
    private final Shell shell = Shell.in(Path.of("").toAbsolutePath(), server);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_run_of_now_is_waited_for() {
        var id = id(Instant.now());
        shownAfter(3, id);

        shell.type("run", "inspect", id).ends(0);
        assertThat(asked).hasValue(3);
    }

    @Test
    void an_older_one_is_not() {
        var id = id(Instant.now().minus(Duration.ofMinutes(1)));
        shownAfter(3, id);

        shell.type("run", "inspect", id).ends(3).says("RUN_NOT_FOUND");
        assertThat(asked).hasValue(1);
    }

    @Test
    void nor_is_one_of_now_for_ever() {
        var id = id(Instant.now());
        shownAfter(Integer.MAX_VALUE, id);

        shell.type("run", "inspect", id).ends(3).says("RUN_NOT_FOUND");
        assertThat(asked).hasValueGreaterThan(3);
    }

    private void shownAfter(int times, String id) {
        server.on(
                "GET /v1/runs/" + id,
                http -> {
                    if (asked.incrementAndGet() < times) {
                        http.status(404).result(NOT_FOUND);
                    } else {
                        http.result(
                                """
                                {"id": "%s", "state": {"type": "SCHEDULED", "name": "Scheduled"},
                                 "timeline": []}\
                                """
                                        .formatted(id));
                    }
                });
    }

    private static String id(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x8000, 0x8000_0000_0000_0001L).toString();
    }
}
