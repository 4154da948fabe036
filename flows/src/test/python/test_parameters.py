import dataclasses
import datetime
import decimal
import enum
import pathlib
import sys
import typing
import unittest
import uuid

import bench  # noqa: F401
from orrery import SpecError, arguments, ids, schema
from orrery.values import duration, to_json


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclasses.dataclass
class Point:
    """A place."""

    x: int
    y: float = 0.5
    next: typing.Optional["Point"] = None


class ValuesTest(unittest.TestCase):
    def test_what_is_no_json_is_written_as_json(self):
        known = uuid.UUID("9ec26327-9e43-8807-823a-e11d6d0805f8")
        for value, written in (
            (Colour.RED, "red"),
            (Point(1), {"next": None, "x": 1, "y": 0.5}),
            (datetime.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05"),
            (datetime.date(2026, 1, 2), "2026-01-02"),
            (datetime.time(3, 4), "03:04:00"),
            (decimal.Decimal("1.50"), "1.50"),
            (known, str(known)),
            (pathlib.PurePosixPath("/a/b"), "/a/b"),
            ((1, "a"), [1, "a"]),
            ({3, 1, 2}, [1, 2, 3]),
            ({"b": 1, "a": {"d": 1, "c": 2}}, {"a": {"c": 2, "d": 1}, "b": 1}),
        ):
            self.assertEqual(written, to_json(value, "p"))
            self.assertEqual(str(written), str(to_json(value, "p")))

    def test_durations_are_those_of_java(self):
        of = datetime.timedelta
        for value, text in (
            (of(days=1), "PT24H"),
            (of(minutes=90), "PT1H30M"),
            (of(seconds=60.5), "PT1M0.5S"),
            (of(0), "PT0S"),
            (of(seconds=-90), "PT-1M-30S"),
            (of(milliseconds=-500), "PT-0.5S"),
        ):
            self.assertEqual(text, duration(value))
            self.assertEqual(value, arguments.duration(text))

    def test_an_error_names_the_key(self):
        circle: typing.Any = []
        circle.append(circle)
        for value, key in (
            ({"a": [0, {"b": object()}]}, "'p.a[1].b'"),
            ({"a": float("nan")}, "'p.a'"),
            ({1: 2}, "'p'"),
            (b"bytes", "'p'"),
            ("\ud800", "'p'"),
            (circle, "'p[0]"),
        ):
            with self.assertRaises(SpecError) as caught:
                to_json(value, "p")
            self.assertIn(key, str(caught.exception))

    def test_models_of_both_pydantics(self):
        def model(**methods):
            base = type("BaseModel", (), {"__module__": "pydantic.main"})
            return type("M", (base,), methods)

        one = model(json=lambda _: '{"b": 1, "a": 2}')()
        two = model(model_dump=lambda _, mode: {"b": 1, "a": mode})()
        self.assertEqual({"a": 2, "b": 1}, to_json(one, "p"))
        self.assertEqual({"a": "json", "b": 1}, to_json(two, "p"))

    def test_patterns_that_the_server_does_not_match_are_left_out(self):
        """As Pydantic has one for Decimal."""
        looks, plain = r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$", "^[a-z]+$"
        written = {
            "type": "object",
            "properties": {
                "amount": {"anyOf": [{"type": "string", "pattern": looks}]},
                "name": {"type": "string", "pattern": plain},
            },
        }
        base = type("BaseModel", (), {"__module__": "pydantic.main"})
        model = type("M", (base,), {"model_json_schema": classmethod(lambda *_, **__: written)})

        def f(p: model): ...

        of_p = schema.of(f)["properties"]["p"]["properties"]
        self.assertEqual({"anyOf": [{"type": "string"}]}, of_p["amount"])
        self.assertEqual(plain, of_p["name"]["pattern"])

    def test_a_flow_gets_back_what_was_given(self):
        def f(
            c: Colour,
            p: Point,
            d: datetime.timedelta,
            o: typing.Optional[pathlib.Path],
            s: typing.Set[int],
            t: typing.Tuple[int, datetime.date],
            m: typing.Dict[str, Point],
            u: typing.Union[str, pathlib.Path],
            n,
            l: typing.List[decimal.Decimal],
            x: float,
        ): ...

        given = dict(
            c=Colour.BLUE,
            p=Point(1, 2.0, Point(3)),
            d=datetime.timedelta(days=2),
            o=pathlib.Path("a"),
            s={1, 2},
            t=(1, datetime.date(2026, 1, 2)),
            m={"k": Point(1)},
            u="text",
            n=[1],
            l=[decimal.Decimal("1.5")],
            x=2.0,
        )
        self.assertEqual(given, arguments.of(f, to_json(given, "p")))

    def test_what_does_not_fit_is_passed_as_it_is(self):
        def f(c: Colour, p: Point, d: datetime.date, i: int): ...

        given = {"c": "green", "p": {"z": 1}, "d": "soon", "i": "x", "other": 1}
        self.assertEqual(given, arguments.of(f, given))


class SchemasTest(unittest.TestCase):
    def of(self, annotation):
        def f(p): ...

        f.__annotations__ = {"p": annotation}
        found = schema.of(f)
        self.assertEqual(["p"], found["required"])
        return found["properties"]["p"]

    def test_types(self):
        t = typing
        string, number, integer = {"type": "string"}, {"type": "number"}, {"type": "integer"}
        null = {"type": "null"}
        for annotation, expected in (
            (int, integer),
            (float, number),
            (str, string),
            (bool, {"type": "boolean"}),
            (None, null),
            (t.Any, {}),
            (t.Optional[int], {"anyOf": [integer, null]}),
            (t.Union[int, str, None], {"anyOf": [integer, string, null]}),
            (t.Union[int, t.Any], {}),
            (t.List[int], {"type": "array", "items": integer}),
            (t.Sequence[str], {"type": "array", "items": string}),
            (t.Set[int], {"type": "array", "items": integer, "uniqueItems": True}),
            (t.Dict[str, float], {"type": "object", "additionalProperties": number}),
            (t.Dict[str, t.Any], {"type": "object"}),
            (t.Tuple[int, ...], {"type": "array", "items": integer}),
            (
                t.Tuple[int, str],
                {"type": "array", "prefixItems": [integer, string], "minItems": 2, "maxItems": 2},
            ),
            (list, {"type": "array"}),
            (dict, {"type": "object"}),
            (t.List, {"type": "array"}),
            (t.Dict, {"type": "object"}),
            (t.Literal["a", 1], {"enum": ["a", 1]}),
            (Colour, {"enum": ["red", "blue"]}),
            (datetime.datetime, {"type": "string", "format": "date-time"}),
            (datetime.timedelta, {"type": "string", "format": "duration"}),
            (uuid.UUID, {"type": "string", "format": "uuid"}),
            (pathlib.Path, {"type": "string", "format": "path"}),
            (decimal.Decimal, {"anyOf": [number, string]}),
            (t.NewType("Id", int), integer),
            (t.Callable, {}),
            (object(), {}),
            ("int", integer),
            ("NoSuchName", {}),
        ):
            self.assertEqual(expected, self.of(annotation), annotation)

    @unittest.skipIf(sys.version_info < (3, 10), "the syntax is newer")
    def test_newer_types(self):
        self.assertEqual({"anyOf": [{"type": "integer"}, {"type": "null"}]}, self.of("int | None"))
        self.assertEqual({"type": "array", "items": {"type": "integer"}}, self.of(list[int]))
        noted = self.of(typing.Annotated[int, "how many"])
        self.assertEqual({"type": "integer", "description": "how many"}, noted)

    def test_defaults_required_docstring_and_rest(self):
        def f(
            a, b: int = 3, *args, c: Colour = Colour.RED, d=object(), e: Point = Point(1), **rest
        ):
            """Does it.

            Well.
            """

        found = schema.of(f)
        self.assertEqual("Does it.\n\nWell.", found["description"])
        self.assertEqual(["a"], found["required"])
        self.assertIs(True, found["additionalProperties"])
        self.assertEqual(["a", "b", "c", "d", "e"], list(found["properties"]))
        self.assertEqual({"type": "integer", "default": 3}, found["properties"]["b"])
        self.assertEqual("red", found["properties"]["c"]["default"])
        self.assertEqual({}, found["properties"]["d"])
        self.assertEqual({"next": None, "x": 1, "y": 0.5}, found["properties"]["e"]["default"])
        self.assertIs(False, schema.of(lambda: 0)["additionalProperties"])

    def test_a_dataclass_may_hold_itself(self):
        def f(p: Point): ...

        found = schema.of(f)
        self.assertEqual({"$ref": "#/$defs/Point"}, found["properties"]["p"])
        point = found["$defs"]["Point"]
        self.assertEqual(["x"], point["required"])
        self.assertEqual("A place.", point["description"])
        held = {"anyOf": [{"$ref": "#/$defs/Point"}, {"type": "null"}], "default": None}
        self.assertEqual(held, point["properties"]["next"])

    def test_a_schema_that_is_too_large_is_left_out(self):
        names = ", ".join(f"a_rather_long_name_{i}: int = 0" for i in range(2000))
        made: dict = {}
        exec(f"def f({names}): pass", made)
        self.assertIsNone(schema.of(made["f"]))

    def test_a_function_that_tells_nothing_takes_anything(self):
        self.assertEqual({}, schema.of(type)["properties"])


class IdsTest(unittest.TestCase):
    def test_a_deployment_has_the_id_that_the_server_gives_it(self):
        made = ids.deployment_id("hello-world", "hello-world-daily")
        self.assertEqual("9ec26327-9e43-8807-823a-e11d6d0805f8", str(made))

    def test_a_runs_id_is_of_version_8_and_begins_with_the_time(self):
        made = ids.run_id()
        now = datetime.datetime.now().timestamp() * 1000
        self.assertEqual(8, made.version)
        self.assertEqual(uuid.RFC_4122, made.variant)
        self.assertLess(abs((made.int >> 80) - now), 60_000)
