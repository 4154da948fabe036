"""Where a run runs, with the names and arguments of Prefect's classes, early and late.

A class keeps what it was given and nothing else: what is not said is the runner's to choose.
"""

from typing import Any, Dict, NoReturn, Tuple

from .errors import SpecError
from .values import to_json

Json = Dict[str, Any]


class Infrastructure:
    """A type that runners know and its settings.

    Args:
        env: variables for the run
        settings: the rest, in Python's spelling
    """

    type = "process"
    # What says how Prefect itself works, and nothing about where a run runs.
    _unused: Tuple[str, ...] = ("stream_output", "typename", "type", "name")

    def __init__(self, env: Any = None, **settings: Any):
        self.env: Json = dict(env or {})
        self.settings = {
            key: value
            for key, value in settings.items()
            if key not in self._unused and value is not None
        }

    @classmethod
    def load(cls, name: str, *_: Any, **__: Any) -> NoReturn:
        raise SpecError(
            f"{cls.__name__}.load('{name}'): Orrery keeps no blocks; write the infrastructure out."
        )

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["settings"][name]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no '{name}'") from None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.settings})"


class Process(Infrastructure):
    """A child process of the runner."""


class UniversalFlowRunner(Process):
    """Wherever the runner runs it: a child process."""


class SubprocessFlowRunner(Process):
    """A child process; `condaenv` and `virtualenv` are kept as settings."""


class DockerContainer(Infrastructure):
    """A container."""

    type = "docker"


class DockerFlowRunner(DockerContainer):
    """A container."""


class KubernetesJob(Infrastructure):
    """A Kubernetes job."""

    type = "kubernetes"


class KubernetesFlowRunner(KubernetesJob):
    """A Kubernetes job."""


_TYPES = {
    "universal": "process",
    "subprocess": "process",
    "process": "process",
    "docker": "docker",
    "docker-container": "docker",
    "kubernetes": "kubernetes",
    "kubernetes-job": "kubernetes",
}


def as_infrastructure(thing: Any) -> Infrastructure:
    """Of an infrastructure, nothing, or a mapping such as `{"type": "docker", "image": "x"}`."""
    if thing is None:
        return Process()
    if isinstance(thing, Infrastructure):
        return thing
    if isinstance(thing, str):
        thing = {"type": thing}
    if isinstance(thing, dict):
        settings = dict(thing)
        # Early Prefect wrote {"type": ..., "config": {...}}.
        settings.update(settings.pop("config", None) or {})
        kind = settings.pop("type", None) or settings.pop("typename", None) or "process"
        made = Infrastructure(**settings)
        made.type = _TYPES.get(kind, kind)
        return made
    raise SpecError(f"An infrastructure is one of the classes for it, and not {thing!r}.")


def document(infrastructure: Infrastructure, overrides: Json) -> Json:
    """The infrastructure in a deployment's document, or {} for a plain process."""
    settings = {**infrastructure.settings, **overrides}
    written = to_json({camel(key): settings[key] for key in settings}, "infrastructure")
    if infrastructure.type == "process" and not written:
        return {}
    return {"type": infrastructure.type, **({"settings": written} if written else {})}


def camel(name: str) -> str:
    """`image_pull_policy` as the document spells it: `imagePullPolicy`."""
    first, *rest = str(name).split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
