"""Marks for the arguments of tasks."""

from typing import Any

from orrery.futures import Future
from orrery.tasks import Unmapped

__all__ = ["allow_failure", "unmapped"]


def unmapped(value: Any) -> Any:
    """The same in each row."""
    return Unmapped(value)


def allow_failure(value: Any) -> Any:
    """What a submitted task gave, or the exception that it raised."""
    return value.state().result(raise_on_failure=False) if isinstance(value, Future) else value
