"""Functions as tasks.

Orrery knows runs and no tasks: a task is its function. The names are here so that flows written
for Prefect run.
"""

import functools
import inspect
import io
from typing import Any, Callable, Dict, List, Tuple

from . import futures, loops, retrying
from .futures import Future, Futures


class Task:
    """A function that is called by a flow."""

    def __init__(
        self,
        fn: Callable[..., Any],
        name: Any = None,
        retries: int = 0,
        retry_delay_seconds: Any = 0,
        **_: Any,
    ):
        functools.update_wrapper(self, fn)
        self.fn = fn
        self.name = name or getattr(fn, "__name__", type(fn).__name__)
        self.retries = retries or 0
        self.retry_delay_seconds = retry_delay_seconds

    def __call__(self, *args: Any, return_state: bool = False, **kwargs: Any) -> Any:
        if return_state:
            return self.submit(*args, return_state=True, **kwargs)
        kwargs.pop("wait_for", None)
        return self._called(args, kwargs)

    def _called(self, args: Any, kwargs: Any) -> Any:
        args, kwargs = futures.resolved(args), futures.resolved(kwargs)

        async def later() -> Any:
            return futures.resolved(await self.fn(*args, **kwargs))

        def now() -> Any:
            return futures.resolved(self.fn(*args, **kwargs))

        return retrying.call(self, later if self.isasync else now)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    @property
    def isasync(self) -> bool:
        return inspect.iscoroutinefunction(self.fn)

    def submit(self, *args: Any, return_state: bool = False, **kwargs: Any) -> Any:
        """Calls it here and now; a failure is raised by who asks for the result."""
        kwargs.pop("wait_for", None)
        if not self.isasync:
            state = futures.of(lambda: self._called(args, kwargs))
            return state if return_state else Future(state)
        is_awaited = loops.is_running()

        async def later() -> Any:
            state = await futures.of_later(lambda: self._called(args, kwargs))
            return state if return_state else Future(state, is_awaited)

        return later() if is_awaited else loops.run(later())

    def map(self, *args: Any, return_state: bool = False, **kwargs: Any) -> Futures:
        """Submits it for each row of the arguments; what is no row is the same in each.

        Raises:
            ValueError: when there are no rows, or they differ in number
        """
        kwargs.pop("wait_for", None)
        columns = [_column(argument) for argument in args]
        named = {key: _column(argument) for key, argument in kwargs.items()}
        lengths = {len(rows) for is_rows, rows in [*columns, *named.values()] if is_rows}
        if len(lengths) != 1:
            raise ValueError(
                f"'{self.name}' is mapped over arguments of "
                + ("no rows." if not lengths else f"{sorted(lengths)} rows.")
            )
        return Futures(
            self.submit(
                *[_in_row(column, row) for column in columns],
                return_state=return_state,
                **{key: _in_row(column, row) for key, column in named.items()},
            )
            for row in range(lengths.pop())
        )

    def with_options(self, **options: Any) -> "Task":
        kept: Dict[str, Any] = {
            "name": self.name,
            "retries": self.retries,
            "retry_delay_seconds": self.retry_delay_seconds,
        }
        return Task(self.fn, **{**kept, **options})


class Unmapped:
    """An argument that is the same in each row."""

    def __init__(self, value: Any):
        self.value = value


def _column(argument: Any) -> Tuple[bool, Any]:
    """Whether it has rows, and the rows or the value."""
    if isinstance(argument, Unmapped):
        return False, argument.value
    value = argument.state().result() if isinstance(argument, Future) else argument
    if isinstance(value, (str, bytes, io.IOBase)) or not hasattr(value, "__iter__"):
        return False, value
    rows: List[Any] = list(value)
    return True, rows


def _in_row(column: Tuple[bool, Any], row: int) -> Any:
    is_rows, value = column
    return value[row] if is_rows else value


def task(_fn: Any = None, **options: Any) -> Any:
    """Makes a task of a function: `@task`, or `@task(name=..., retries=...)`."""
    if _fn is None:
        return lambda fn: Task(fn, **options)
    return Task(_fn, **options)
