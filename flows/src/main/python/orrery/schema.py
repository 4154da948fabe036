"""The JSON Schema (2020-12) of a flow's parameters, from its signature and annotations.

It describes the JSON that is stored, so what `values` writes, the schema of that type accepts. An
annotation that is not understood accepts anything: a wrong "no" would be worse than none.
"""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import inspect
import json
import pathlib
import re
import typing
import uuid
from typing import Any, Callable, Dict, List, Optional

from . import annotations
from .errors import SpecError
from .values import is_model, to_json

Json = Dict[str, Any]

SCHEMA_BYTES_MAX = 64 * 1024

_SCALARS: Dict[Any, Json] = {
    Any: {},
    object: {},
    inspect.Parameter.empty: {},
    None: {"type": "null"},
    type(None): {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    dict: {"type": "object"},
    list: {"type": "array"},
    tuple: {"type": "array"},
    set: {"type": "array", "uniqueItems": True},
    frozenset: {"type": "array", "uniqueItems": True},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    datetime.time: {"type": "string", "format": "time"},
    datetime.timedelta: {"type": "string", "format": "duration"},
    decimal.Decimal: {"anyOf": [{"type": "number"}, {"type": "string"}]},
    uuid.UUID: {"type": "string", "format": "uuid"},
}


def of(fn: Callable[..., Any]) -> Optional[Json]:
    """The schema of a function's parameters; nothing where it would be larger than is stored."""
    schema = _Schemas().of_function(fn)
    return schema if len(json.dumps(schema).encode()) <= SCHEMA_BYTES_MAX else None


class _Schemas:
    """Writes schemas; dataclasses go to `$defs`, since one may hold itself."""

    def __init__(self) -> None:
        self.definitions: Dict[str, Json] = {}
        self.kinds: Dict[str, Any] = {}

    def of_function(self, fn: Callable[..., Any]) -> Json:
        properties: Json = {}
        required: List[str] = []
        rest: Any = False
        for name, parameter in annotations.parameters(fn).items():
            if parameter.kind is parameter.VAR_KEYWORD:
                rest = self.of(parameter.annotation) or True
            elif parameter.kind is not parameter.VAR_POSITIONAL:
                properties[name] = self.of(parameter.annotation)
                if parameter.default is parameter.empty:
                    required.append(name)
                else:
                    _add_default(properties[name], parameter.default)
        schema: Json = {"type": "object", "properties": properties}
        description = inspect.getdoc(getattr(fn, "fn", fn))
        if description:
            schema["description"] = description
        if required:
            schema["required"] = required
        schema["additionalProperties"] = rest
        if self.definitions:
            schema["$defs"] = self.definitions
        return schema

    def of(self, kind: Any) -> Json:
        try:
            if kind in _SCALARS:
                return dict(_SCALARS[kind])
        except TypeError:
            return {}  # Unhashable, so no type.
        if annotations.is_annotated(kind):
            return self._annotated(kind)
        if hasattr(kind, "__supertype__"):
            return self.of(kind.__supertype__)  # NewType
        if annotations.is_union(kind):
            return self._union(annotations.arguments(kind))
        if annotations.is_literal(kind):
            return _choice(list(annotations.arguments(kind)))
        if annotations.origin(kind) is not None:
            return self._generic(annotations.origin(kind), annotations.arguments(kind))
        return self._class(kind) if isinstance(kind, type) else {}

    def _annotated(self, kind: Any) -> Json:
        schema = self.of(kind.__origin__)
        for note in kind.__metadata__:
            text = note if isinstance(note, str) else getattr(note, "description", None)
            if isinstance(text, str):
                schema["description"] = text
        return schema

    def _union(self, kinds: Any) -> Json:
        options: List[Json] = []
        for kind in kinds:
            schema = self.of(kind)
            if schema == {}:
                return {}
            for option in schema["anyOf"] if set(schema) == {"anyOf"} else [schema]:
                if option not in options:
                    options.append(option)
        return options[0] if len(options) == 1 else {"anyOf": options}

    def _generic(self, origin: Any, arguments: Any) -> Json:
        arguments = [None if isinstance(a, typing.TypeVar) else a for a in arguments]
        known = [Any if a is None else a for a in arguments]
        if not isinstance(origin, type):
            return {}
        if issubclass(origin, tuple):
            return self._tuple(known)
        if issubclass(origin, collections.abc.Mapping):
            values = self.of(known[1]) if len(known) == 2 else {}
            return {"type": "object", **({"additionalProperties": values} if values else {})}
        if issubclass(origin, collections.abc.Iterable):
            items = self.of(known[0]) if len(known) == 1 else {}
            unique = issubclass(origin, collections.abc.Set)
            return {
                "type": "array",
                **({"items": items} if items else {}),
                **({"uniqueItems": True} if unique else {}),
            }
        return self._class(origin)

    def _tuple(self, kinds: List[Any]) -> Json:
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            items = self.of(kinds[0])
            return {"type": "array", **({"items": items} if items else {})}
        if kinds in ([], [()]):
            return {"type": "array", "maxItems": 0}
        each = [self.of(kind) for kind in kinds]
        size = len(each)
        return {"type": "array", "prefixItems": each, "minItems": size, "maxItems": size}

    def _class(self, kind: Any) -> Json:
        if issubclass(kind, enum.Enum):
            return _choice([member.value for member in kind])
        if issubclass(kind, pathlib.PurePath):
            return {"type": "string", "format": "path"}
        if is_model(kind):
            return self._model(kind)
        if dataclasses.is_dataclass(kind):
            return self._defined(kind, self._dataclass)
        if annotations.is_typed_dict(kind):
            return self._defined(kind, self._typed_dict)
        for base in kind.__mro__[1:-1]:
            if base in _SCALARS:
                return dict(_SCALARS[base])
        return {}

    def _defined(self, kind: Any, write: Callable[[Any], Json]) -> Json:
        name = kind.__name__
        if self.kinds.get(name, kind) is not kind:
            name = re.sub(r"\W", ".", f"{kind.__module__}.{kind.__qualname__}")
        if name not in self.kinds:
            self.kinds[name] = kind
            self.definitions[name] = {}  # Holds the place while it refers to itself.
            self.definitions[name] = write(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _dataclass(self, kind: Any) -> Json:
        types, properties, required = annotations.fields(kind), {}, []
        for field in dataclasses.fields(kind):
            if not field.init:
                continue
            properties[field.name] = self.of(types.get(field.name, Any))
            if field.default is not dataclasses.MISSING:
                _add_default(properties[field.name], field.default)
            elif field.default_factory is dataclasses.MISSING:
                required.append(field.name)
        schema: Json = {"type": "object", "properties": properties}
        doc = kind.__doc__ or ""
        if doc and not doc.startswith(kind.__name__ + "("):
            schema["description"] = inspect.cleandoc(doc)
        return {**schema, **({"required": required} if required else {})}

    def _typed_dict(self, kind: Any) -> Json:
        types = annotations.fields(kind)
        required = sorted(getattr(kind, "__required_keys__", types if kind.__total__ else ()))
        properties = {name: self.of(type_) for name, type_ in types.items()}
        schema: Json = {"type": "object", "properties": properties}
        return {**schema, **({"required": required} if required else {})}

    def _model(self, kind: Any) -> Json:
        try:
            if hasattr(kind, "model_json_schema"):
                schema = kind.model_json_schema(ref_template="#/$defs/{model}")
            else:
                schema = kind.schema(ref_template="#/$defs/{model}")
        except Exception:
            return {"type": "object"}
        schema = _without_looking_around(json.loads(json.dumps(schema)))
        for key in ("$defs", "definitions"):
            self.definitions.update(schema.pop(key, {}))
        return schema


def _without_looking_around(schema: Any) -> Any:
    """Without the patterns that the server does not match, as Pydantic has one for Decimal."""
    if isinstance(schema, list):
        return [_without_looking_around(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_looking_around(value) for key, value in schema.items()}
    pattern = kept.get("pattern")
    if isinstance(pattern, str) and re.search(r"\(\?<?[=!]|\\[1-9]", pattern):
        del kept["pattern"]
    return kept


def _choice(values: List[Any]) -> Json:
    try:
        return {"enum": [to_json(value, "a choice") for value in values]}
    except SpecError:
        return {}


def _add_default(schema: Json, value: Any) -> None:
    try:
        schema["default"] = to_json(value, "a default")
    except SpecError:
        pass  # Such as a function or a connection: no JSON, and Python's own business.
