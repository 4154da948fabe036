"""Tasks."""

from typing import Any, Callable, List

from orrery.tasks import Task, task

__all__ = ["Task", "exponential_backoff", "task", "task_input_hash"]


def exponential_backoff(backoff_factor: float) -> Callable[[int], List[float]]:
    """Delays that double, for `retry_delay_seconds`."""
    return lambda retries: [backoff_factor * 2**attempt for attempt in range(retries)]


def task_input_hash(*_: Any) -> None:
    """For `cache_key_fn`; nothing is cached here."""
