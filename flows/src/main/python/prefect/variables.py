"""Values that a Prefect server keeps by name; Orrery keeps none."""

from typing import Any

from orrery.errors import SpecError

__all__ = ["Variable", "get"]

_ABSENT = object()


def get(name: str, default: Any = _ABSENT) -> Any:
    """The default, since there is no such variable.

    Raises:
        SpecError: where there is no default
    """
    if default is not _ABSENT:
        return default
    raise SpecError(
        f"variables.get('{name}'): Orrery keeps no variables; give the deployment"
        " env={'NAME': 'value'}, or make it a parameter of the flow."
    )


class Variable:
    """A variable by its later name."""

    get = staticmethod(get)
