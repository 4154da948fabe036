package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.flows.Flow;
import dev.orrery.flows.FlowMethod;
import dev.orrery.flows.type.ToJson;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.jsonschema.JsonSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the kits write of a value fits what they write of its type: no run is refused for it. */
class KitSchemasTest {

    private static final String PYTHON =
            """
            import dataclasses, datetime, decimal, enum, json, pathlib, uuid
            from typing import *
            from orrery import schema, values

            class Depth(enum.Enum):
                FULL = "full"
                BRIEF = 2

            @dataclasses.dataclass
            class Point:
                x: int
                y: float = 0.5
                next: Optional["Point"] = None

            class Options(TypedDict, total=False):
                a: int

            for kind, value in [
                (datetime.date, datetime.date(2026, 1, 2)),
                (datetime.datetime, datetime.datetime(2026, 1, 2, 3)),
                (datetime.time, datetime.time(1, 2)),
                (datetime.timedelta, datetime.timedelta(hours=1)),
                (decimal.Decimal, decimal.Decimal("1.50")),
                (uuid.UUID, uuid.UUID(int=1)),
                (pathlib.Path, pathlib.Path("/x")),
                (Depth, Depth.BRIEF),
                (Literal["a", 1], 1),
                (Optional[int], None),
                (Optional[int], 3),
                (Union[int, str], "a"),
                (float, 3),
                (bool, True),
                (List[int], [1, 2]),
                (Set[int], {1, 2}),
                (Tuple[int, str], (1, "a")),
                (Tuple[int, ...], (1, 2)),
                (Dict[str, float], {"a": 1}),
                (Point, Point(1, 2.0, Point(1))),
                (Mapping[str, Point], {"p": Point(1)}),
                (Options, {"a": 1}),
                (Any, {"a": [1]}),
            ]:
                def f(p): pass
                f.__annotations__ = {"p": kind}
                print(json.dumps([schema.of(f), {"p": values.to_json(value, "p")}]))
            """;

    record Point(int x, Optional<Point> next) {}

    static final class Kinds {
        @Flow
        static void all(
                LocalDate date,
                Instant instant,
                LocalTime time,
                Duration duration,
                BigDecimal decimal,
                UUID uuid,
                Path path,
                DayOfWeek day,
                Optional<Long> absent,
                Optional<Long> there,
                double number,
                List<Integer> list,
                Set<String> set,
                Map<String, Point> map,
                Point point) {
            Objects.requireNonNull(date);
        }
    }

    @Test
    void of_python() throws IOException, InterruptedException {
        var process = new ProcessBuilder("python3", "-c", PYTHON);
        process.environment().put("PYTHONPATH", "../flows/src/main/python");
        process.redirectErrorStream(true);
        var python = process.start();
        var lines =
                new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();

        assertThat(python.waitFor()).as("%s", lines).isZero();
        assertThat(lines).hasSize(23);
        for (var line : lines) {
            var pair = Json.parse(line).tree();
            assertFits(Json.of(pair.get(0)), Json.of(pair.get(1)));
        }
    }

    @Test
    void of_java() {
        var values = new TreeMap<String, Object>();
        values.put("date", LocalDate.of(2026, 1, 2));
        values.put("instant", Instant.EPOCH);
        values.put("time", LocalTime.NOON);
        values.put("duration", Duration.ofHours(1));
        values.put("decimal", new BigDecimal("1.50"));
        values.put("uuid", new UUID(1, 1));
        values.put("path", Path.of("/x"));
        values.put("day", DayOfWeek.MONDAY);
        values.put("absent", Optional.empty());
        values.put("there", Optional.of(3L));
        values.put("number", 3);
        values.put("list", List.of(1, 2));
        values.put("set", Set.of("a", "b"));
        values.put("map", Map.of("p", new Point(1, Optional.empty())));
        values.put("point", new Point(1, Optional.of(new Point(2, Optional.empty()))));

        var schema = Objects.requireNonNull(FlowMethod.of(Kinds.class, null).schema());

        assertFits(
                Json.parse(schema.toString()), Json.parse(ToJson.of(values, "values").toString()));
    }

    private static void assertFits(Json schema, Json value) {
        var checked = new JsonSchema(schema);
        assertThat(checked.faults()).as("%s", schema).isEmpty();
        assertThat(checked.misfits(value)).as("%s of %s", schema, value).isEmpty();
    }
}
