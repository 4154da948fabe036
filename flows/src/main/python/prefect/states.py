"""How a flow or a task ended."""

from typing import Any

from orrery.states import State

__all__ = ["Cancelled", "Completed", "Crashed", "Failed", "State"]


def Completed(cls: Any = State, **fields: Any) -> Any:
    return cls("COMPLETED", **_known(fields))


def Failed(cls: Any = State, **fields: Any) -> Any:
    return cls("FAILED", **_known(fields))


def Crashed(cls: Any = State, **fields: Any) -> Any:
    return cls("CRASHED", **_known(fields))


def Cancelled(cls: Any = State, **fields: Any) -> Any:
    return cls("CANCELLED", **_known(fields))


def _known(fields: Any) -> Any:
    return {key: fields[key] for key in ("name", "message", "data") if key in fields}
