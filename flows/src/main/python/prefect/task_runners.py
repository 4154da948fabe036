"""How tasks were run; here a task is its function, called at once."""

from typing import Any


class BaseTaskRunner:
    """Accepted and not used."""

    def __init__(self, *_: Any, **__: Any):
        pass


class SequentialTaskRunner(BaseTaskRunner):
    """Accepted and not used."""


class ConcurrentTaskRunner(BaseTaskRunner):
    """Accepted and not used."""


class ThreadPoolTaskRunner(BaseTaskRunner):
    """Accepted and not used."""
