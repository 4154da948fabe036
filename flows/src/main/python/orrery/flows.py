"""Functions as flows."""

import functools
import inspect
import os
from typing import Any, Callable, Dict, Optional

from . import context, endings, futures, loading, policies, retrying
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
        retries: how often a call is tried again; of a deployment's run, by the server
        retry_delay_seconds: how long after an attempt the next one follows, or a list
        timeout_seconds: how long an attempt of a deployment's run may take
        on_completion, on_failure: functions that are called with the flow, its run and its state
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: Optional[str] = None,
        version: Optional[str] = None,
        description: Optional[str] = None,
        retries: int = 0,
        retry_delay_seconds: Any = 0,
        timeout_seconds: Any = None,
        on_completion: Any = None,
        on_failure: Any = None,
        **_: Any,
    ):
        if not callable(fn):
            raise TypeError("@flow decorates a function.")
        functools.update_wrapper(self, fn)
        self.fn = fn
        self.name = str(name) if name else flow_name(fn)
        self.version = None if version is None else str(version)
        self.description = description or inspect.getdoc(fn) or None
        self.retries = retries or 0
        self.retry_delay_seconds = retry_delay_seconds
        self.timeout_seconds = timeout_seconds
        self.on_completion = list(on_completion or [])
        self.on_failure = list(on_failure or [])

    def __call__(self, *args: Any, return_state: bool = False, **kwargs: Any) -> Any:
        if loading.is_loading():
            return loading.not_run() if self.isasync else loading.NOT_RUN
        kwargs.pop("wait_for", None)
        called = functools.partial(
            self._called, futures.resolved(args), futures.resolved(kwargs)
        )
        if not return_state:
            return called()
        return futures.of_later(called) if self.isasync else futures.of(called)

    def _called(self, args: Any, kwargs: Any) -> Any:
        call = functools.partial(endings.call, self, args, kwargs)
        if context.is_within_run():
            return call()
        # Only now: whoever does not track need not load what tracks.
        from .tracking import calls

        return calls.track(self, args, kwargs, call)

    def call_with_json(self, parameters: Dict[str, Any]) -> Any:
        """Calls it as a runner does: with JSON, made into what the annotations ask for."""
        from . import arguments

        whole = arguments.of(self.fn, parameters)
        # Where the run's deployment has a retry policy, the server tries again.
        if os.environ.get("ORRERY_ATTEMPTS_MAX"):
            return endings.call(self, (), whole, retrying.by_server)
        return self(**whole)

    def retry_policy(self) -> Optional[Dict[str, Any]]:
        """The retry policy of a deployment that says nothing else."""
        return policies.retry(self.retries, self.retry_delay_seconds, None, None)

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
            "timeout_seconds": self.timeout_seconds,
            "on_completion": self.on_completion,
            "on_failure": self.on_failure,
        }
        return Flow(self.fn, **{**kept, **options})

    def serve(self, name: Any = None, **_: Any) -> Any:
        return later("Flow.serve", name)

    def deploy(self, name: Any = None, **_: Any) -> Any:
        return later("Flow.deploy", name)

    def to_deployment(self, name: Any = None, **_: Any) -> Any:
        return later("Flow.to_deployment", name)

    @classmethod
    def from_source(cls, *_: Any, **__: Any) -> Any:
        return later("flow.from_source")

    def __repr__(self) -> str:
        return f"Flow({self.name!r})"


def later(method: str, name: Any = None) -> Any:
    """What Prefect has learnt after its `Deployment`, and is said otherwise here.

    Raises:
        SpecError: always, with what to write in its place, unless a file is only loaded
    """
    if loading.is_loading():
        return loading.NOT_RUN
    raise SpecError(
        f"{method}() is of a later Prefect. Here a deployment is declared,"
        f" DeploymentSpec(flow=..., name={name or 'NAME'!r}, schedule=CronSchedule(...)), and created"
        " by 'orrery deployment create FILE' or by its apply(); its code is pushed, and runners"
        " execute it."
    )


def flow_name(fn: Callable[..., Any]) -> str:
    return getattr(fn, "__name__", type(fn).__name__).replace("_", "-")


def flow(_fn: Optional[Callable[..., Any]] = None, **options: Any) -> Any:
    """Makes a flow of a function: `@flow`, or `@flow(name=..., description=..., version=...)`.

    `retries`, `retry_delay_seconds` and `timeout_seconds` are heeded. Whatever else Prefect's decorator takes (such
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
        options = ("retries", "retry_delay_seconds", "timeout_seconds")
        more = {option: getattr(thing, option, None) or 0 for option in options}
        more["timeout_seconds"] = more["timeout_seconds"] or None
        return Flow(fn, name=thing.name, description=description, **more)
    return None


flow.from_source = Flow.from_source  # type: ignore[attr-defined]
