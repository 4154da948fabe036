"""Functions as flows."""

import functools
import inspect
import os
from typing import Any, Callable, Dict, Optional

from . import loading, retrying
from .errors import SpecError
from .place import Place


class Flow:
    """A function that Orrery can deploy, and whose calls are runs.

    Called in a process of its own it is tracked: see `orrery.tracking`. On a runner, and within
    another flow, it is called as it stands. While its file is loaded it is not called at all.

    Attributes:
        fn: the function
        name: of the flow, unlike the function's with `-` for `_`
        description: by default the function's docstring
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: Optional[str] = None,
        version: Optional[str] = None,
        description: Optional[str] = None,
        retries: int = 0,
        retry_delay_seconds: float = 0,
        **_: Any,
    ):
        if not callable(fn):
            raise TypeError("@flow decorates a function.")
        functools.update_wrapper(self, fn)
        self.fn = fn
        self.name = str(name) if name else flow_name(fn)
        self.version = None if version is None else str(version)
        self.description = description or inspect.getdoc(fn) or None
        self.retries = retries
        self.retry_delay_seconds = retry_delay_seconds

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if loading.is_loading():
            return loading.not_run() if self.isasync else loading.NOT_RUN
        if os.environ.get("ORRERY_RUN_ID"):
            return retrying.call(self, args, kwargs)  # It is a run already, and a runner tracks it.
        # Only now: whoever does not track need not load what tracks.
        from .tracking import calls

        call = functools.partial(retrying.call, self, args, kwargs)
        return calls.track(self, args, kwargs, call)

    def call_with_json(self, parameters: Dict[str, Any]) -> Any:
        """Calls it as a runner does: with JSON, made into what the annotations ask for."""
        from . import arguments

        return self(**arguments.of(self.fn, parameters))

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """A flow in a class is a method, like the function that it decorates."""
        return self if instance is None else functools.partial(self, instance)

    @property
    def isasync(self) -> bool:
        return inspect.iscoroutinefunction(self.fn)

    @property
    def place(self) -> Place:
        """Where the function is written, beneath what else decorates it."""
        code = getattr(inspect.unwrap(self.fn), "__code__", None)
        if code is None:
            raise SpecError(f"The flow '{self.name}' is not a function written in Python.")
        return Place(os.path.abspath(code.co_filename), code.co_firstlineno)

    def with_options(self, **options: Any) -> "Flow":
        """The same function as a flow with other options."""
        kept: Dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "description": self.description,
            "retries": self.retries,
            "retry_delay_seconds": self.retry_delay_seconds,
        }
        return Flow(self.fn, **{**kept, **options})

    def __repr__(self) -> str:
        return f"Flow({self.name!r})"


def flow_name(fn: Callable[..., Any]) -> str:
    return getattr(fn, "__name__", type(fn).__name__).replace("_", "-")


def flow(_fn: Optional[Callable[..., Any]] = None, **options: Any) -> Any:
    """Makes a flow of a function: `@flow`, or `@flow(name=..., description=..., version=...)`.

    `retries` and `retry_delay_seconds` are heeded. Whatever else Prefect's decorator takes (such
    as a task runner) is accepted and means nothing here.
    """
    if _fn is None:
        return lambda fn: Flow(fn, **options)
    return Flow(_fn, **options)


def as_flow(thing: Any) -> Optional[Flow]:
    """A flow of ours for a flow of ours or of the real Prefect's, otherwise nothing."""
    if isinstance(thing, Flow):
        return thing
    # By its class first: whatever else a file holds may answer to every name, or to none.
    if type(thing).__name__ != "Flow":
        return None
    fn = getattr(thing, "fn", None)
    if callable(fn) and isinstance(getattr(thing, "name", None), str):
        description = getattr(thing, "description", None)
        return Flow(fn, name=thing.name, description=description)
    return None
