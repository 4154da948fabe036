"""Deployments as they are written in Python."""

import os
from typing import Any, Dict, List, Optional

from . import launcher, loading, place
from .errors import SpecError
from .flows import Flow, as_flow


class DeploymentSpec:
    """A flow with the settings to run it by: what `orrery deployment create FILE` creates.

    It is declared by being constructed while the file is loaded; constructed anywhere else it
    does nothing until `apply()`.

    Args:
        name: of the deployment, unique for its flow
        flow: the flow; it, or `flow_location`, is needed
        flow_location: the file of the flow, relative to the file of this line
        flow_name: needed when `flow_location` holds several flows; the flow's or the function's
        push_to_server: whether the flow's folder is stored on the server, or in `storage`, so that
            any runner can run it; otherwise only a runner on this host can, or it is in `storage`
            already
        parameters: JSON, or what `orrery.values` writes as JSON; the defaults of each run
        schedule: when it runs by itself, or `schedules` for several
        flow_runner: where a run runs, or `infrastructure`
        infra_overrides: settings laid over it, `env` among them
        env: variables for the run, laid over both
        work_pool: whose runners run it
        version: the author's label of the code; the command line takes the Git commit otherwise
        path: the folder that is packaged; by default the flow's
        storage: where the code is kept instead, or `flow_storage`
        labels: text by text, for filters
        timeout_seconds: how long an attempt may take; by default as the flow says
        queue_timeout_seconds: how long a run may wait for a runner once it is due
        retries: how often a run is tried again; by default as the flow says, and 0 for never
        retry_delay_seconds: how long after an attempt the next one is due: seconds, a list of
            them, or `{"initial": 10, "factor": 2, "max": 3600}`; parts of a second count as one
        retry_jitter_factor: by how much of it a delay is lengthened at most, 0 to 1
        retry_on: of `failed`, `timed-out` and `crashed`, after which ends; by default all
        concurrency_limit: how many runs may be under way at once: a number, or `{"limit": 1,
            "collision": "queue"}`, or with `skip` or `cancel-running`
        enforce_parameter_schema: whether parameters that do not fit the flow's signature are
            refused
        paused: whether the document says of all schedules that they do not fire; that ends when
            the document does not say so any more, and by no resuming of the deployment
        owner: who answers for it, for filters
        packager: accepted for Prefect's sake, and means nothing
    """

    def __init__(
        self,
        flow: Any = None,
        name: Optional[str] = None,
        *,
        flow_name: Optional[str] = None,
        flow_location: Any = None,
        push_to_server: bool = True,
        parameters: Optional[Dict[str, Any]] = None,
        schedule: Any = None,
        schedules: Optional[List[Any]] = None,
        tags: Optional[List[str]] = None,
        flow_runner: Any = None,
        infrastructure: Any = None,
        infra_overrides: Optional[Dict[str, Any]] = None,
        env: Optional[Dict[str, Any]] = None,
        work_pool: Optional[str] = None,
        version: Optional[str] = None,
        description: Optional[str] = None,
        path: Any = None,
        storage: Any = None,
        flow_storage: Any = None,
        labels: Optional[Dict[str, str]] = None,
        timeout_seconds: Any = None,
        queue_timeout_seconds: Any = None,
        retries: Optional[int] = None,
        retry_delay_seconds: Any = None,
        retry_jitter_factor: Optional[float] = None,
        retry_on: Any = None,
        concurrency_limit: Any = None,
        enforce_parameter_schema: bool = True,
        paused: bool = False,
        owner: Optional[str] = None,
        packager: Any = None,
    ):
        self.source = place.caller()
        self.name = name
        self.flow = flow
        self.flow_name = flow_name
        self.flow_location = None if flow_location is None else os.fspath(flow_location)
        self.push_to_server = push_to_server
        self.parameters = copied(parameters, {})
        self.schedules = one_list("schedule", schedule, schedules)
        self.tags = copied(tags, [])
        self.infrastructure = one("flow_runner", flow_runner, "infrastructure", infrastructure)
        self.infra_overrides = copied(infra_overrides, {})
        self.env = copied(env, {})
        self.work_pool = work_pool
        self.version = version
        self.description = description
        self.path = None if path is None else os.fspath(path)
        self.storage = one("storage", storage, "flow_storage", flow_storage)
        self.labels = copied(labels, {})
        self.timeout_seconds = timeout_seconds
        self.queue_timeout_seconds = queue_timeout_seconds
        self.retries = retries
        self.retry_delay_seconds = copied(retry_delay_seconds, None)
        self.retry_jitter_factor = retry_jitter_factor
        self.retry_on = retry_on
        self.concurrency_limit = copied(concurrency_limit, None)
        self.enforce_parameter_schema = enforce_parameter_schema
        self.paused = paused
        self.owner = owner
        if loading.is_collecting():
            self.check()
        loading.declare(self)

    @property
    def schedule(self) -> Any:
        """The first schedule; to set it is to have that one alone."""
        return self.schedules[0] if self.schedules else None

    @schedule.setter
    def schedule(self, schedule: Any) -> None:
        self.schedules = one_list("schedule", schedule, None)

    def check(self) -> None:
        """Whether it says enough.

        Only where it matters: a runner that loads the file to run the flow does not ask.

        Raises:
            SpecError: what is missing
        """
        if not isinstance(self.name, str) or not self.name.strip():
            raise self.error("A deployment needs a name.")
        if self.flow is None and self.flow_location is None:
            raise self.error(
                f"The deployment '{self.name}' names no flow: give it flow or flow_location."
            )
        if self.flow is not None and as_flow(self.flow) is None and not callable(self.flow):
            raise self.error(f"The flow of the deployment '{self.name}' is not a function.")

    def is_pushed(self) -> bool:
        """Whether the code is brought to the server or the storage when this is created."""
        return bool(self.push_to_server)

    def error(self, message: str) -> SpecError:
        """An error that is told at the line of this deployment."""
        return SpecError(message, self.source.file, self.source.line)

    def location(self) -> Optional[str]:
        """The absolute path of `flow_location`."""
        return None if self.flow_location is None else self._beside(self.flow_location)

    def root(self, file: str) -> str:
        """The absolute path of the folder that is packaged, for a flow in this file."""
        return os.path.dirname(file) if self.path is None else self._beside(self.path)

    def _beside(self, path: str) -> str:
        folder = os.path.dirname(self.source.file)
        return os.path.normpath(os.path.join(folder, os.path.expanduser(path)))

    def load_flow(self) -> Flow:
        """The flow, loaded from `flow_location` where it was not given.

        Raises:
            SpecError: when there is none, or there are several
        """
        from . import resolving  # It needs the loader, which a spec alone does not.

        return resolving.flow_of(self).flow

    def apply(self, *_: Any, **__: Any) -> Any:
        """Creates or updates the deployment on the server, by way of the program `orrery`.

        Nothing happens while a file is loaded: whoever loads it decides what is created.

        Returns:
            The deployment's id; where an event loop runs, something to await for it.
        """
        return launcher.apply(self)

    create = apply

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r})"


def copied(value: Any, absent: Any) -> Any:
    """A copy: a file may change its dict for the next deployment of a loop."""
    if value is None:
        return absent
    return value.copy() if isinstance(value, (dict, list)) else value


def one(key: str, value: Any, other_key: str, other: Any) -> Any:
    if value is not None and other is not None:
        raise SpecError(f"Give {key} or {other_key}, and not both.")
    return other if value is None else value


def one_list(key: str, value: Any, values: Optional[List[Any]]) -> List[Any]:
    many = one(key, value, key + "s", values)
    if many is None:
        return []
    return list(many) if isinstance(many, (list, tuple)) else [many]
