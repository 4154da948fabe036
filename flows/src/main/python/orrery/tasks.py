"""Functions as tasks.

Orrery knows runs and no tasks: a task is its function. The names are here so that flows written
for Prefect run.
"""

import functools
import inspect
from typing import Any, Callable, Iterable, List, Optional

from . import retrying


class Future:
    """The result of a submitted task, which was called at once."""

    def __init__(self, value: Any):
        self._value = value

    def result(self, timeout: Optional[float] = None, raise_on_failure: bool = True) -> Any:
        if not isinstance(self._value, BaseException):
            return self._value
        if raise_on_failure:
            raise self._value
        return self._value

    def wait(self, timeout: Optional[float] = None) -> "Future":
        return self

    def __await__(self) -> Any:
        # So that `await task.submit()` gives the future, as it does in a Prefect flow.
        return self
        yield


class Task:
    """A function that is called by a flow."""

    def __init__(
        self,
        fn: Callable[..., Any],
        name: Optional[str] = None,
        retries: int = 0,
        retry_delay_seconds: Any = 0,
        **_: Any,
    ):
        functools.update_wrapper(self, fn)
        self.fn = fn
        self.name = name or fn.__name__
        self.retries = retries
        self.retry_delay_seconds = retry_delay_seconds

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("wait_for", None)
        return retrying.call(self, args, kwargs)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    @property
    def isasync(self) -> bool:
        return inspect.iscoroutinefunction(self.fn)

    def submit(self, *args: Any, **kwargs: Any) -> Any:
        """Calls it here and now; a failure is raised by who asks for the result."""
        args = tuple(_value(argument) for argument in args)
        kwargs = {key: _value(argument) for key, argument in kwargs.items()}
        if self.isasync:
            return self._submit_later(args, kwargs)
        try:
            return Future(self(*args, **kwargs))
        except Exception as failure:
            return Future(failure)

    async def _submit_later(self, args: Any, kwargs: Any) -> Future:
        try:
            return Future(await self(*args, **kwargs))
        except Exception as failure:
            return Future(failure)

    def map(self, *columns: Iterable[Any], **options: Any) -> List[Any]:
        """Submits it for each row; what is no list is the same in each."""
        values = [_value(column) for column in columns]
        lengths = [len(value) for value in values if _is_column(value)]
        rows = min(lengths) if lengths else 0
        return [
            self.submit(*[v[row] if _is_column(v) else v for v in values], **options)
            for row in range(rows)
        ]

    def with_options(self, **options: Any) -> "Task":
        kept = {
            "name": self.name,
            "retries": self.retries,
            "retry_delay_seconds": self.retry_delay_seconds,
        }
        return Task(self.fn, **{**kept, **options})


def _value(argument: Any) -> Any:
    return argument.result() if isinstance(argument, Future) else argument


def _is_column(value: Any) -> bool:
    return isinstance(value, (list, tuple, range))


def task(_fn: Optional[Callable[..., Any]] = None, **options: Any) -> Any:
    """Makes a task of a function: `@task`, or `@task(name=..., retries=...)`."""
    if _fn is None:
        return lambda fn: Task(fn, **options)
    return Task(_fn, **options)
