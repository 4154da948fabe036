"""Calls that are tried again, as `@flow(retries=3)` and `@task(retries=3)` ask for."""

import sys
import time
from typing import Any, Dict, Tuple


def call(target: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
    """Calls the target's function; a coroutine function gives a coroutine that tries again."""
    if not target.retries:
        return target.fn(*args, **kwargs)
    if target.isasync:
        return _call_later(target, args, kwargs)
    for attempt in range(target.retries):
        try:
            return target.fn(*args, **kwargs)
        except Exception as failure:
            time.sleep(_delay(target, attempt, failure))
    return target.fn(*args, **kwargs)


async def _call_later(target: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
    import asyncio  # Whoever has no coroutines need not wait for it.

    for attempt in range(target.retries):
        try:
            return await target.fn(*args, **kwargs)
        except Exception as failure:
            await asyncio.sleep(_delay(target, attempt, failure))
    return await target.fn(*args, **kwargs)


def _delay(target: Any, attempt: int, failure: Exception) -> float:
    delays = target.retry_delay_seconds
    if isinstance(delays, (list, tuple)):
        delay = delays[min(attempt, len(delays) - 1)] if delays else 0
    else:
        delay = delays or 0
    print(
        f"'{target.name}' failed ({type(failure).__name__}: {failure}); "
        f"attempt {attempt + 2} of {target.retries + 1} follows in {delay:g} s.",
        file=sys.stderr,
    )
    return delay
