"""Values of Python as JSON: a deployment's parameters are stored as JSON alone."""

import dataclasses
import datetime
import decimal
import enum
import json
import math
import os
import pathlib
import uuid
from typing import Any, Tuple

from .errors import SpecError

_DEPTH_MAX = 100


def to_json(value: Any, key: str, depth: int = 0) -> Any:
    """The value as JSON, with the keys of objects in order, so that equal values are equal text.

    Args:
        value: JSON, or an enum, dataclass, date, time, timedelta, Decimal, UUID, path, set or
            Pydantic model, at any depth
        key: what an error names, such as `parameters.since`

    Raises:
        SpecError: when it can't be JSON
    """
    if depth > _DEPTH_MAX:
        raise SpecError(f"'{key}' is nested more than {_DEPTH_MAX} levels deep, or in itself.")
    if isinstance(value, enum.Enum):
        return to_json(value.value, key, depth + 1)
    if value is None or isinstance(value, (bool, int)):
        return value if value is None or isinstance(value, bool) else int(value)
    if isinstance(value, str):
        return _text(value, key)
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        raise SpecError(f"'{key}' is {value}, which JSON can't hold.")
    if isinstance(value, dict):
        return _object(value, key, depth)
    if isinstance(value, (list, tuple)):
        return [to_json(item, f"{key}[{i}]", depth + 1) for i, item in enumerate(value)]
    if isinstance(value, (set, frozenset)):
        items = [to_json(item, key, depth + 1) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    written, scalar = _scalar(value)
    if written:
        return scalar
    return _structure(value, key, depth)


def _text(value: str, key: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise SpecError(f"'{key}' is text that is not Unicode.") from None
    return str(value)


def _object(value: Any, key: str, depth: int) -> Any:
    found = {}
    for name, item in value.items():
        name = name.value if isinstance(name, enum.Enum) else name
        if not isinstance(name, str):
            raise SpecError(f"'{key}' has the key {name!r}, and in JSON keys are text.")
        found[_text(name, key)] = to_json(item, f"{key}.{name}", depth + 1)
    return {name: found[name] for name in sorted(found)}


def _scalar(value: Any) -> Tuple[bool, Any]:
    # A datetime is a date too, so it comes first, which isoformat sees to.
    if isinstance(value, (datetime.date, datetime.time)):
        return True, value.isoformat()
    if isinstance(value, datetime.timedelta):
        return True, duration(value)
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return True, str(value)
    if isinstance(value, pathlib.PurePath):
        return True, os.fspath(value)
    return False, None


def _structure(value: Any, key: str, depth: int) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return _object(fields, key, depth)
    if is_model(type(value)):
        # Version 2 writes what is JSON by itself; version 1 only as text.
        if hasattr(value, "model_dump"):
            return to_json(value.model_dump(mode="json"), key, depth + 1)
        return to_json(json.loads(value.json()), key, depth + 1)
    raise SpecError(
        f"'{key}' is of the type {type(value).__name__}, which can't be written as JSON."
    )


def is_model(kind: Any) -> bool:
    """Whether it is a class of Pydantic's, without importing Pydantic."""
    return isinstance(kind, type) and any(
        base.__name__ == "BaseModel" and base.__module__.split(".")[0] == "pydantic"
        for base in kind.__mro__
    )


def duration(value: datetime.timedelta) -> str:
    """In ISO 8601, as Java's Duration writes it: PT24H, PT1M0.5S, PT0S."""
    micros = value // datetime.timedelta(microseconds=1)
    sign, micros = (-1, -micros) if micros < 0 else (1, micros)
    seconds, fraction = divmod(micros, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = "PT"
    if hours:
        text += f"{sign * hours}H"
    if minutes:
        text += f"{sign * minutes}M"
    if seconds or fraction or text == "PT":
        decimals = f".{fraction:06d}".rstrip("0") if fraction else ""
        text += f"{'-' if sign < 0 else ''}{seconds}{decimals}S"
    return text
