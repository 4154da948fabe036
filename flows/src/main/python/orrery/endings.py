"""Calls of flows from their start to what follows their end: retries, states and hooks."""

import sys
from typing import Any, Callable, Dict, Tuple

from . import context, futures, loops, retrying, states
from .states import State


def call(
    flow: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any], tries: Any = retrying.call
) -> Any:
    """Calls the flow's function; what it returns is resolved, and a failed state is raised.

    Args:
        tries: how often: as the flow says, or once where the server tries again
    """
    if flow.isasync:
        return _call_later(flow, args, kwargs, tries)

    def attempt() -> Any:
        with futures.Watch() as watch:
            return watch.settled(flow.fn(*args, **kwargs))

    try:
        result = tries(flow, attempt)
    except Exception as failure:
        if not _is_followed(tries):
            _tell(flow, states.of(failure))
        raise
    _tell(flow, states.of(result))
    return result


async def _call_later(
    flow: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any], tries: Any
) -> Any:
    async def attempt() -> Any:
        with futures.Watch() as watch:
            return watch.settled(await flow.fn(*args, **kwargs))

    try:
        result = await tries(flow, attempt)
    except Exception as failure:
        if not _is_followed(tries):
            await _tell_later(flow, states.of(failure))
        raise
    await _tell_later(flow, states.of(result))
    return result


def _is_followed(tries: Any) -> bool:
    """A failure that another attempt follows is no end of the run."""
    return tries is retrying.by_server and retrying.is_followed()


def _hooks(flow: Any, state: State) -> Any:
    return flow.on_completion if state.is_completed() else flow.on_failure


def _tell(flow: Any, state: State) -> None:
    """Calls the hooks; one that fails changes nothing about how the flow ended."""
    for hook in _hooks(flow, state):
        told = _guarded(lambda: hook(flow, context.current(flow), state), hook)
        if hasattr(told, "__await__"):
            _guarded(lambda: loops.run(told), hook)


async def _tell_later(flow: Any, state: State) -> None:
    for hook in _hooks(flow, state):
        told = _guarded(lambda: hook(flow, context.current(flow), state), hook)
        if hasattr(told, "__await__"):
            try:
                await told
            except Exception as failure:
                _say(hook, failure)


def _guarded(tell: Callable[[], Any], hook: Any) -> Any:
    try:
        return tell()
    except Exception as failure:
        return _say(hook, failure)


def _say(hook: Any, failure: Exception) -> None:
    name = getattr(hook, "__name__", repr(hook))
    print(f"The hook '{name}' failed: {type(failure).__name__}: {failure}", file=sys.stderr)
