"""A deployment as the document that the server stores."""

import math
import os
import re
from typing import Any, Dict, Optional

from . import infrastructure, policies, schedules, schema
from .errors import SpecError
from .flows import Flow
from .spec import DeploymentSpec
from .storage import as_storage
from .values import to_json

Json = Dict[str, Any]

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def document(spec: DeploymentSpec, flow: Flow, entrypoint: Json) -> Json:
    """The body of the PUT without `code` and `path`, which whoever packages knows.

    What is absent and what is default are the same, so both are left out; objects have their keys
    in order. So the same deployment written in Java or YAML is the same text.
    """
    where = infrastructure.as_infrastructure(spec.infrastructure)
    overrides, override_env = _overrides(spec.infra_overrides)
    fields: Json = {
        "description": spec.description or flow.description,
        "version": _optional_text(spec.version if spec.version is not None else flow.version),
        "tags": _tags(spec.tags),
        "labels": _texts(spec.labels, "labels"),
        "entrypoint": entrypoint,
        "parameters": to_json(_mapping(spec.parameters, "parameters"), "parameters"),
        "parameterSchema": schema.of(flow.fn),
        "environment": _environment(where.env, override_env, spec.env),
        "schedules": schedules.documents(spec.schedules, bool(spec.paused)),
        "pool": None if spec.work_pool in (None, "default") else str(spec.work_pool),
        "infrastructure": infrastructure.document(where, overrides),
        "timeoutSeconds": _time_out(spec, flow),
        "owner": _optional_text(spec.owner),
        "enforceParameters": None if spec.enforce_parameter_schema else False,
        "concurrency": policies.concurrency(spec.concurrency_limit),
        "retry": _retry(spec, flow),
        "queueTimeoutSeconds": policies.optional_seconds(
            spec.queue_timeout_seconds, "queue_timeout_seconds"
        ),
    }
    return {key: value for key, value in fields.items() if value not in (None, [], {}, "")}


def _retry(spec: DeploymentSpec, flow: Flow) -> Optional[Json]:
    if spec.retries is None:
        return flow.retry_policy()
    return policies.retry(
        spec.retries, spec.retry_delay_seconds, spec.retry_jitter_factor, spec.retry_on
    )


def _time_out(spec: DeploymentSpec, flow: Flow) -> Optional[int]:
    own = flow.timeout_seconds if spec.timeout_seconds is None else spec.timeout_seconds
    return policies.optional_seconds(own, "timeout_seconds")


def loaded(spec: DeploymentSpec, flow: Flow, function: str, file: str) -> Json:
    """A deployment as the loader hands it over.

    Raises:
        SpecError: at the deployment's line, when something in it can't be written
    """
    root = spec.root(file)
    inside = os.path.relpath(file, root)
    if inside.startswith(os.pardir + os.sep):
        raise spec.error(f"The flow's file {file} is outside the folder {root} of the deployment.")
    entrypoint = {
        "kind": "python",
        "path": inside.replace(os.sep, "/"),
        "function": function,
    }
    storage = as_storage(spec.storage)
    try:
        return {
            "flow": flow.name,
            "name": spec.name,
            "root": root,
            "push": spec.is_pushed(),
            "document": document(spec, flow, entrypoint),
            "storage": None if storage is None else storage.document(),
            "keys": None if storage is None else storage.keys(),
            "source": {"file": spec.source.file, "line": spec.source.line},
        }
    except SpecError as wrong:
        raise spec.error(f"The deployment '{spec.name}': {wrong}") from None


def _seconds(own: Any, of_flow: Any) -> Optional[int]:
    """Whole ones: a flow may have a fraction, and then a run is not ended too early."""
    return own if own is not None or not of_flow else math.ceil(of_flow)


def _mapping(value: Any, key: str) -> Any:
    if not isinstance(value, dict):
        raise SpecError(f"'{key}' is a dict, and not {type(value).__name__}.")
    return value


def _tags(tags: Any) -> Any:
    if isinstance(tags, str) or not all(isinstance(tag, str) for tag in tags):
        raise SpecError("'tags' is a list of texts.")
    return list(tags)


def _optional_text(value: Optional[Any]) -> Optional[str]:
    return None if value is None else str(value)


def _overrides(overrides: Any) -> Any:
    """Settings and variables: Prefect writes a variable as `env={"A": "b"}` or `env.A="b"`."""
    settings, env = {}, {}
    for key, value in _mapping(overrides, "infra_overrides").items():
        if key == "env":
            env.update(_mapping(value or {}, "infra_overrides.env"))
        elif str(key).startswith("env."):
            env[key[len("env.") :]] = value
        else:
            settings[key] = value
    return settings, env


def _environment(*layers: Any) -> Json:
    merged: Json = {}
    for layer in layers:
        merged.update(_mapping(layer, "env"))
    for name in merged:
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise SpecError(f"'env.{name}' can't be the name of a variable.")
    return _texts(merged, "env")


def _texts(values: Any, key: str) -> Json:
    found = {}
    for name, value in _mapping(values, key).items():
        plain = to_json(value, f"{key}.{name}")
        if not isinstance(plain, (str, int, float)):
            raise SpecError(f"'{key}.{name}' is a text, and not {type(value).__name__}.")
        # As Java and YAML spell a boolean.
        found[str(name)] = str(plain).lower() if isinstance(plain, bool) else str(plain)
    return {name: found[name] for name in sorted(found)}
