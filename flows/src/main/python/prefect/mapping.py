"""Marks for the arguments of mapped tasks."""

from typing import Any


def unmapped(value: Any) -> Any:
    """The same in each row; as one value, unless it is a list, which has to say so."""
    return _Unmapped(value) if isinstance(value, (list, tuple, range)) else value


def allow_failure(value: Any) -> Any:
    return value


class _Unmapped:
    def __init__(self, value: Any):
        self.value = value

    def result(self, *_: Any, **__: Any) -> Any:
        return self.value
