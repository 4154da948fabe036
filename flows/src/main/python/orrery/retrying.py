"""Calls that are tried again, as `@flow(retries=3)` and `@task(retries=3)` ask for."""

import os
import sys
import time
from typing import Any, Callable


def call(target: Any, attempt: Callable[[], Any]) -> Any:
    """Tries until an attempt raises nothing; of a coroutine function the attempts are awaited."""
    if target.isasync:
        return _call_later(target, attempt)
    for number in range(target.retries):
        try:
            return attempt()
        except Exception as failure:
            time.sleep(_delay(target, number, failure))
    return attempt()


def by_server(_: Any, attempt: Callable[[], Any]) -> Any:
    """Tries once: this is one of the attempts of a run that the server tries again."""
    return attempt()


def is_followed() -> bool:
    """Whether the server tries again when this attempt fails, by what the runner says."""
    number = int(os.environ.get("ORRERY_ATTEMPT") or 1)
    return number < int(os.environ.get("ORRERY_ATTEMPTS_MAX") or 1)


async def _call_later(target: Any, attempt: Callable[[], Any]) -> Any:
    import asyncio  # Whoever has no coroutines need not wait for it.

    for number in range(target.retries):
        try:
            return await attempt()
        except Exception as failure:
            await asyncio.sleep(_delay(target, number, failure))
    return await attempt()


def _delay(target: Any, number: int, failure: Exception) -> float:
    delays = target.retry_delay_seconds
    if callable(delays):
        delays = delays(target.retries)  # As Prefect's exponential_backoff gives it.
    if isinstance(delays, (list, tuple)):
        delay = delays[min(number, len(delays) - 1)] if delays else 0
    else:
        delay = delays or 0
    print(
        f"'{target.name}' failed ({type(failure).__name__}: {failure}); "
        f"attempt {number + 2} of {target.retries + 1} follows in {delay:g} s.",
        file=sys.stderr,
    )
    return delay

