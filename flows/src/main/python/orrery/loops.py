"""Event loops, for whoever has none: asyncio is only loaded where it is there or needed."""

import sys
from typing import Any


def is_running() -> bool:
    asyncio: Any = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None


async def awaitable(value: Any) -> Any:
    """For whoever writes `await`, as Prefect's methods wanted it where an event loop runs."""
    return value


def run(coroutine: Any) -> Any:
    """What a coroutine gives, where no event loop runs."""
    import asyncio

    return asyncio.run(coroutine)
