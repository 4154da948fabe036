"""Calls of flows: which are runs of their own."""

import contextvars
import inspect
import sys
import threading
from typing import Any, Callable, Dict, List, Optional, Tuple

from .. import context, tracebacks
from . import requests
from .output import Output, Tees
from .run import Run

Json = Dict[str, Any]

_current: "contextvars.ContextVar[Optional[Run]]" = contextvars.ContextVar("run", default=None)
_active: List[Run] = []


def _find_output() -> Optional[Output]:
    """The output of the run that prints; a thread that belongs to none prints for the only one."""
    run = _current.get()
    if run is None and len(_active) == 1:
        run = _active[0]
    return run.output if run is not None and run in _active else None


_tees = Tees(_find_output)


def track(flow: Any, args: Tuple[Any, ...], kwargs: Json, call: Callable[[], Any]) -> Any:
    """Calls the flow; as a run of its own unless it is part of one."""
    if not _is_tracked():
        return call()
    if flow.isasync:
        return _track_later(flow, args, kwargs, call)
    run = _begin(flow, args, kwargs)
    if run is None:
        return call()
    token = _current.set(run)
    try:
        result = call()
    except BaseException as failure:
        _end(run, *_failure(run, failure))
        raise
    else:
        _end(run, requests.completed(result, _note(run)))
        return result
    finally:
        _current.reset(token)


async def _track_later(
    flow: Any, args: Tuple[Any, ...], kwargs: Json, call: Callable[[], Any]
) -> Any:
    # Only when it is awaited: a coroutine that nobody awaits is no run.
    run = _begin(flow, args, kwargs) if _is_tracked() else None
    if run is None:
        return await call()
    import asyncio  # Whoever has no coroutines need not wait for it.

    loop = asyncio.get_running_loop()
    token = _current.set(run)
    try:
        result = await call()
    except asyncio.CancelledError as failure:
        _end(run, *_failure(run, failure))  # Who is cancelled must not await again.
        raise
    except BaseException as failure:
        await loop.run_in_executor(None, _end, run, *_failure(run, failure))
        raise
    else:
        outcome = requests.completed(result, _note(run))
        await loop.run_in_executor(None, _end, run, outcome)
        return result
    finally:
        _current.reset(token)


def current() -> Optional[Run]:
    """The run of the call that goes on here."""
    return _current.get()


def _is_tracked() -> bool:
    """Not on a runner, which tracks; not if it is turned off; not within another flow's call.

    A pool's thread does not know which call it works for. So on a thread that is not the main
    one, a call while the main thread runs a flow counts as that flow's.
    """
    if context.is_within_run() or context.tracking() in ("off", "0", "false", "no"):
        return False
    if _current.get() is not None:
        return False
    main = threading.main_thread()
    nested = threading.current_thread() is not main and any(r.thread is main for r in _active)
    return not nested


def _begin(flow: Any, args: Tuple[Any, ...], kwargs: Json) -> Optional[Run]:
    """The run; nothing when it can't even be written down, which must not stop the flow."""
    try:
        parameters = _parameters(flow.fn, args, kwargs)
    except TypeError:
        return None  # The call itself says what is wrong with it.
    try:
        run = Run(flow, parameters)
    except Exception as failure:
        print(f"orrery: the run is not tracked: {failure}", file=sys.stderr)
        return None
    _active.append(run)
    _tees.enter()
    return run


def _end(run: Run, outcome: Json, name: Optional[str] = None) -> None:
    if run.output.is_elsewhere():
        return  # A child process that was forked within the flow came out of it too.
    _tees.leave()
    _active.remove(run)
    try:
        run.finish(outcome, name)
    except KeyboardInterrupt:
        raise
    except Exception as failure:
        print(f"orrery: the end of the run {run.id} was not kept: {failure}", file=sys.stderr)


def _parameters(fn: Callable[..., Any], args: Tuple[Any, ...], kwargs: Json) -> Json:
    try:
        signature = inspect.signature(fn)
    except ValueError:
        return dict(kwargs)  # A function written in C may tell nothing of itself.
    bound = signature.bind(*args, **kwargs)
    bound.apply_defaults()
    found: Json = {}
    for name, value in bound.arguments.items():
        if signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            found.update(value)
        else:
            found[name] = value
    return found


def _note(run: Run) -> Callable[[str], None]:
    return lambda text: run.output.write("err", text + "\n")


def _failure(run: Run, failure: BaseException) -> Tuple[Json, Optional[str]]:
    """The outcome, and the name of its state where that is finer."""
    # Python has had three of them: its own, that of coroutines and that of futures.
    late = any(kind.__name__ == "TimeoutError" for kind in type(failure).__mro__)
    return _outcome(run, failure), "TimedOut" if late else None


def _outcome(run: Run, failure: BaseException) -> Json:
    if isinstance(failure, SystemExit):
        return _outcome_of_exit(failure.code)
    if isinstance(failure, KeyboardInterrupt):
        return {"kind": "cancelled", "message": "It was interrupted."}
    asyncio: Any = sys.modules.get("asyncio")
    if asyncio is not None and isinstance(failure, asyncio.CancelledError):
        return {"kind": "cancelled", "message": "It was cancelled."}
    # Python prints the traceback when the run is over; it belongs to the run's output.
    run.output.write("err", tracebacks.text(failure))
    return {"kind": "failed", "message": requests.message(tracebacks.summary(failure))}


def _outcome_of_exit(code: Any) -> Json:
    if code is None or code == 0:
        return {"kind": "completed"}
    if isinstance(code, int):
        return {"kind": "failed", "message": f"It ended with sys.exit({code}).", "exitCode": code}
    return {"kind": "failed", "message": requests.message(str(code)), "exitCode": 1}
