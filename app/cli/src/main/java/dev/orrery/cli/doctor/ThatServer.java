package dev.orrery.cli.doctor;

import dev.orrery.cli.http.Answer;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ProgramVersion;
import dev.orrery.cli.terminal.Stop;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What is at the other end.
 *
 * @param api its address
 */
record ThatServer(Api api) {

    private static final Duration SKEW_MAX = Duration.ofSeconds(5);

    /** Whether it answers comes first. */
    List<Finding> findings() {
        Answer live;
        try {
            live = api.raw("/livez");
        } catch (Stop unreachable) {
            return List.of(Finding.fail("server", unreachable.sentence()));
        }
        if (live.status() != 200) {
            return List.of(
                    Finding.fail(
                            "server",
                            api.address() + " answers, but not as Orrery does; check --api"));
        }
        return List.of(
                Finding.ok("server", api.address()),
                version(live),
                ready(),
                clock(live),
                artifacts());
    }

    /** An older program may not know what a newer server says, and the other way round. */
    private static Finding version(Answer live) {
        var ours = ProgramVersion.text();
        String theirs;
        try {
            theirs = Json.text(Json.read(live.text()), "/version");
        } catch (IllegalArgumentException foreign) {
            theirs = "";
        }
        if (theirs.isEmpty()) {
            return Finding.warn("version", "the server does not say its own; this is " + ours);
        }
        return theirs.equals(ours)
                ? Finding.ok("version", ours + ", as the server")
                : Finding.warn(
                        "version",
                        "this is %s and the server is %s; install the same"
                                .formatted(ours, theirs));
    }

    private Finding ready() {
        try {
            var answer = api.raw("/readyz");
            if (answer.status() == 200) {
                return Finding.ok("ready", "every part is");
            }
            var parts = new ArrayList<String>();
            for (var part : Json.read(answer.text()).path("parts").properties()) {
                if (!part.getValue().asBoolean()) {
                    parts.add(part.getKey());
                }
            }
            return Finding.fail(
                    "ready",
                    "not yet: " + String.join(", ", parts) + "; wait, or see the server's log");
        } catch (Stop | IllegalArgumentException broken) {
            return Finding.fail("ready", "not known: " + broken.getMessage());
        }
    }

    /** No artifact is ever thrown away, so somebody should see what they come to. */
    private Finding artifacts() {
        try {
            var bytes = api.get("/v1/artifacts").path("diskBytes");
            return bytes.isNumber()
                    ? Finding.ok(
                            "artifacts", "%,d KiB of pushed code".formatted(bytes.asLong() >> 10))
                    : Finding.ok("artifacts", "not measured: Kafka does not tell the server");
        } catch (Stop broken) {
            return Finding.warn("artifacts", "not known: " + broken.sentence());
        }
    }

    /** The header has whole seconds, and the answer was on its way. */
    private static Finding clock(Answer answer) {
        try {
            var there =
                    ZonedDateTime.parse(
                                    answer.header("Date").orElse(""),
                                    DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            var skew = Duration.between(there, Instant.now()).abs();
            return skew.compareTo(SKEW_MAX) <= 0
                    ? Finding.ok("clock", "as the server's")
                    : Finding.warn(
                            "clock",
                            skew.toSeconds()
                                    + " s apart from the server's; set one of them, or times of"
                                    + " local runs are wrong");
        } catch (DateTimeException none) {
            return Finding.warn("clock", "the server does not say its time");
        }
    }
}
