"""A run's parameters, which are JSON, as the values that a flow's annotations ask for.

The way back of `values`: a flow that is deployed with a dataclass gets a dataclass, not an object
of JSON. What does not fit its annotation is passed as it is, because the flow may know better.
"""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import pathlib
import re
import uuid
from typing import Any, Callable, Dict, Optional

from . import annotations
from .values import is_model

_NUMBER = r"[+-]?[\d.]+"
_DURATION = re.compile(
    rf"(?P<sign>[+-]?)P(?:(?P<days>{_NUMBER})D)?(?:T(?:(?P<hours>{_NUMBER})H)?"
    rf"(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?"
)


def of(fn: Callable[..., Any], parameters: Dict[str, Any]) -> Dict[str, Any]:
    """The parameters as the function's annotations ask for them."""
    known = annotations.parameters(fn)
    return {
        name: from_json(value, known[name].annotation) if name in known else value
        for name, value in parameters.items()
    }


def from_json(value: Any, kind: Any) -> Any:
    try:
        return _converted(value, kind)
    except Exception:
        return value


def _converted(value: Any, kind: Any) -> Any:
    if annotations.is_annotated(kind):
        return from_json(value, kind.__origin__)
    if hasattr(kind, "__supertype__"):
        return from_json(value, kind.__supertype__)
    if annotations.is_union(kind):
        return _of_union(value, annotations.arguments(kind))
    origin = annotations.origin(kind)
    if isinstance(origin, type):
        return _of_generic(value, origin, annotations.arguments(kind))
    if not isinstance(kind, type) or isinstance(value, kind):
        return value
    return _of_class(value, kind)


def _of_union(value: Any, kinds: Any) -> Any:
    """As it is where that fits one of them; else as the first that it can become."""
    plain = {type(None), bool, int, float, str}
    if value is None or type(value) in plain.intersection(kinds):
        return value
    for kind in kinds:
        converted = from_json(value, kind)
        if converted is not value:
            return converted
    return value


def _of_generic(value: Any, origin: type, kinds: Any) -> Any:
    if isinstance(value, dict) and issubclass(origin, collections.abc.Mapping):
        if len(kinds) != 2:
            return value
        return {from_json(k, kinds[0]): from_json(v, kinds[1]) for k, v in value.items()}
    if not isinstance(value, list):
        return value
    if issubclass(origin, tuple):
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            return tuple(from_json(item, kinds[0]) for item in value)
        if len(kinds) != len(value):
            return tuple(value)
        return tuple(from_json(item, kind) for item, kind in zip(value, kinds))
    items = [from_json(item, kinds[0]) for item in value] if len(kinds) == 1 else value
    for made in (frozenset, set):
        if origin is made or (made is set and issubclass(origin, collections.abc.Set)):
            return made(items)
    return items


def _of_class(value: Any, kind: Any) -> Any:
    if issubclass(kind, enum.Enum):
        return kind(value)
    if is_model(kind):
        return kind.model_validate(value) if hasattr(kind, "model_validate") else kind(**value)
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        made: Any = kind
        types = annotations.fields(made)
        return made(**{key: from_json(item, types.get(key)) for key, item in value.items()})
    if isinstance(value, list) and issubclass(kind, (tuple, set, frozenset)):
        return kind(value)
    # Text alone: the number 5 for a Decimal is the author's own choice, and for a path a mistake.
    scalar = _SCALARS.get(kind) if isinstance(value, str) else None
    if scalar is not None:
        return scalar(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is decimal.Decimal and isinstance(value, (int, float)):
        return decimal.Decimal(str(value))
    if isinstance(value, str) and issubclass(kind, pathlib.PurePath):
        return kind(value)
    return value


def duration(text: str) -> datetime.timedelta:
    """Of an ISO 8601 duration without years, months and weeks."""
    match: Optional[Any] = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no duration")
    parts = {key: float(match[key] or 0) for key in ("days", "hours", "minutes", "seconds")}
    made = datetime.timedelta(**parts)
    return -made if match["sign"] == "-" else made


def _datetime(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(re.sub(r"Z$", "+00:00", text))


_SCALARS: Dict[Any, Callable[[str], Any]] = {
    datetime.datetime: _datetime,
    datetime.date: datetime.date.fromisoformat,
    datetime.time: datetime.time.fromisoformat,
    datetime.timedelta: duration,
    decimal.Decimal: decimal.Decimal,
    uuid.UUID: uuid.UUID,
}
