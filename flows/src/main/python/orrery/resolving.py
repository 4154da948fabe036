"""Which flow a deployment means, and where it is found again."""

import os
from typing import Any, Dict, NamedTuple, Optional

from . import modules
from .errors import SpecError
from .flows import Flow, as_flow
from .spec import DeploymentSpec


class Found(NamedTuple):
    """A flow, and how a runner finds it.

    Attributes:
        function: its name in the module of the file
        file: absolute
    """

    flow: Flow
    function: str
    file: str


def flow_of(spec: DeploymentSpec) -> Found:
    """The flow of a deployment; a given one goes before what is in `flow_location`.

    Raises:
        SpecError: when there is none, or more than one; whatever the flow's file raises is raised
    """
    spec.check()
    if spec.flow is not None:
        return _given(spec)
    location = spec.location()
    assert location is not None
    if not os.path.isfile(location):
        raise spec.error(f"The deployment '{spec.name}': there is no file {location}.")
    found = modules.flows(modules.load_quietly(location))
    function = _chosen(spec, location, found)
    return _checked(spec, found[function], function, location)


def _given(spec: DeploymentSpec) -> Found:
    flow = as_flow(spec.flow) or Flow(spec.flow)
    try:
        file = flow.place.file
    except SpecError as wrong:
        raise spec.error(str(wrong)) from None
    # What another decorator made of it is written elsewhere, and named beside the deployment.
    for place in (file, spec.source.file):
        function = _name_in(modules.loaded(place), flow, spec.flow)
        if function is not None:
            return _checked(spec, flow, function, place)
    raise spec.error(
        f"The flow '{flow.name}' of the deployment '{spec.name}' has no name at the top level"
        f" of {os.path.basename(file)}, so no runner could find it."
    )


def _checked(spec: DeploymentSpec, flow: Flow, function: str, file: str) -> Found:
    wanted = spec.flow_name
    if wanted is not None and spec.flow is not None and wanted not in (flow.name, function):
        raise spec.error(
            f"The deployment '{spec.name}' names the flow '{wanted}' and is given '{flow.name}'."
        )
    return Found(flow, function, os.path.abspath(file))


def _name_in(module: Any, flow: Flow, given: Any) -> Optional[str]:
    names: Dict[str, Any] = dict(vars(module)) if module is not None else {}
    own = getattr(flow.fn, "__name__", "")
    for name in [own, *names]:
        thing = names.get(name)
        found = as_flow(thing)
        if thing is given or thing is flow.fn or (found is not None and found.fn is flow.fn):
            return name
    return None


def _chosen(spec: DeploymentSpec, file: str, flows: Dict[str, Flow]) -> str:
    if spec.flow_name is None and len(flows) == 1:
        return next(iter(flows))
    for name, flow in flows.items():
        if spec.flow_name in (flow.name, name):
            return name
    names = ", ".join(f"'{flow.name}'" for flow in flows.values())
    short = os.path.basename(file)
    if not flows:
        raise spec.error(f"The deployment '{spec.name}': there is no flow in the file {short}.")
    if spec.flow_name is None:
        raise spec.error(
            f"The deployment '{spec.name}' needs a flow_name, because the file {short} holds"
            f" several flows: {names}."
        )
    raise spec.error(
        f"The deployment '{spec.name}': there is no flow '{spec.flow_name}' in the file {short},"
        f" but {names}."
    )
