"""The annotations of a function's parameters, resolved as far as they can be."""

import inspect
import sys
import typing
from typing import Any, Callable, Dict, Tuple


def parameters(fn: Callable[..., Any]) -> Dict[str, inspect.Parameter]:
    """The parameters by name, their annotations resolved where they are text.

    A name that is known to type checkers alone can't be resolved; its parameter then takes
    anything, because a flow that runs must be deployable.
    """
    fn = getattr(fn, "fn", fn)
    try:
        found = dict(inspect.signature(fn).parameters)
    except (TypeError, ValueError):
        return {}  # A function written in C may tell nothing of itself.
    names = getattr(sys.modules.get(getattr(fn, "__module__", "")), "__dict__", {})
    names = {**names, **getattr(inspect.unwrap(fn), "__globals__", {})}
    return {
        name: parameter.replace(annotation=_resolved(parameter.annotation, names))
        for name, parameter in found.items()
    }


def fields(kind: type) -> Dict[str, Any]:
    """The types of a dataclass's fields."""
    more: Dict[str, Any] = {"include_extras": True} if sys.version_info >= (3, 9) else {}
    try:
        return typing.get_type_hints(kind, **more)
    except Exception:
        return _fields(kind)  # One name that can't be resolved; the others may be.


def _fields(kind: type) -> Dict[str, Any]:
    names = getattr(sys.modules.get(kind.__module__), "__dict__", {})
    found: Dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        for name, annotation in base.__dict__.get("__annotations__", {}).items():
            found[name] = _resolved(annotation, names)
    return found


def _resolved(annotation: Any, names: Dict[str, Any]) -> Any:
    if annotation is inspect.Parameter.empty:
        return Any
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    try:
        # It is the user's own annotation, which Python evaluates itself without the quotes.
        return eval(annotation, dict(names))
    except Exception:
        return Any


def origin(annotation: Any) -> Any:
    return getattr(annotation, "__origin__", None)


def arguments(annotation: Any) -> Tuple[Any, ...]:
    return tuple(getattr(annotation, "__args__", ()) or ())


def is_union(annotation: Any) -> bool:
    """`Union[a, b]`, `Optional[a]` and, since Python 3.10, `a | b`."""
    return origin(annotation) is typing.Union or type(annotation).__name__ == "UnionType"


def is_annotated(annotation: Any) -> bool:
    return hasattr(annotation, "__metadata__")


def is_literal(annotation: Any) -> bool:
    literal = getattr(typing, "Literal", None)
    return literal is not None and origin(annotation) is literal


def is_typed_dict(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "__total__")
