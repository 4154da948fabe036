"""Results of submitted tasks, which are called at once and in order."""

import contextvars
from typing import Any, Generator, List, Optional

from . import states
from .states import State

_DEPTH_MAX = 20

_failed: "contextvars.ContextVar[Optional[List[Future]]]" = contextvars.ContextVar(
    "failed", default=None
)


class Future:
    """The end of a submitted task; a failure is raised by who asks for the result.

    Of a coroutine function all that is asked for is awaited, as it is in a Prefect flow.
    """

    def __init__(self, state: State, isasync: bool = False):
        self._state = state
        self._isasync = isasync
        self.is_asked = False
        failed = _failed.get()
        if failed is not None and not state.is_completed():
            failed.append(self)

    def result(self, timeout: Optional[float] = None, raise_on_failure: bool = True) -> Any:
        self.is_asked = True
        return self._given(lambda: self._state.result(raise_on_failure))

    def wait(self, timeout: Optional[float] = None) -> Any:
        self.is_asked = True
        return self._given(lambda: self._state)

    get_state = wait

    def state(self) -> State:
        self.is_asked = True
        return self._state

    def _given(self, give: Any) -> Any:
        async def later() -> Any:
            return give()

        return later() if self._isasync else give()

    def __repr__(self) -> str:
        return f"Future({self._state!r})"


class Futures(List[Any]):
    """What is mapped: a list, which may be awaited too."""

    def __await__(self) -> Generator[Any, None, "Futures"]:
        for i, item in enumerate(self):
            if hasattr(item, "__await__"):
                self[i] = yield from item.__await__()
        return self


def resolved(value: Any, depth: int = 0) -> Any:
    """The same with results in place of futures and states, in lists, tuples, sets and dicts.

    What holds none is given back as it is, and what is nested very deeply is not looked into.

    Raises:
        Exception: that of a task that failed
    """
    if isinstance(value, Future):
        return value.state().result()
    if isinstance(value, State):
        return value.result()
    if depth == _DEPTH_MAX or type(value) not in (list, tuple, set, dict, Futures):
        return value
    items = list(value.values()) if type(value) is dict else list(value)
    found = [resolved(item, depth + 1) for item in items]
    if all(one is other for one, other in zip(items, found)):
        return value
    if type(value) is dict:
        return dict(zip(value, found))
    return found if type(value) is Futures else type(value)(found)


class Watch:
    """Which submitted tasks fail within a flow and are never asked for: nobody else tells of them."""

    def __enter__(self) -> "Watch":
        self._futures: List[Future] = []
        self._token = _failed.set(self._futures)
        return self

    def __exit__(self, *_: Any) -> None:
        _failed.reset(self._token)

    def settled(self, returned: Any) -> Any:
        """What the flow gives, by what it returned.

        Raises:
            Exception: where it returned one that failed, or nothing while one failed unasked
        """
        if returned is not None:
            return resolved(returned)
        for future in self._futures:
            if not future.is_asked:
                return future.state().result()
        return None


def of(call: Any) -> State:
    """The state of a call."""
    try:
        return states.of(resolved(call()))
    except Exception as failure:
        return states.of(failure)


async def of_later(call: Any) -> State:
    try:
        return states.of(resolved(await call()))
    except Exception as failure:
        return states.of(failure)
