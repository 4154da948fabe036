"""The deployment of the run: `id`, `parameters`."""

from typing import Any

from orrery import context

_NAMES = {"id": "deployment_id", "parameters": "parameters"}


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(context.current(), _NAMES[name])
