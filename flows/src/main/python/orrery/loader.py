"""Loads a file for the deployments that it declares."""

import os
from typing import Any, Dict, List, Optional, Tuple

from . import document, loading, modules, policies, resolving, schema, tracebacks
from .errors import SpecError
from .flows import Flow, as_flow
from .place import Place

Json = Dict[str, Any]


def load(file: str, function: Optional[str] = None) -> Json:
    """What a file declares: `{"flows": [...], "deployments": [...], "error": null | {...}}`.

    All or nothing: with an error there are no deployments, so that nothing is created of a file
    that is half right. Never raises, except for what is no `Exception` and no `sys.exit`.

    Args:
        file: absolute
        function: the flow that is asked for, which may be a plain function
    """
    try:
        with loading.collecting() as specs:
            module = modules.load(file)
            flows = _flows(file, modules.flows(module), vars(module), function)
            deployments = _deployments(specs)
        return {"flows": flows, "deployments": deployments, "error": None}
    except (Exception, SystemExit, KeyboardInterrupt) as failure:
        return failed(error(failure, file))


def failed(wrong: Json) -> Json:
    return {"flows": [], "deployments": [], "error": wrong}


def error(failure: BaseException, file: str) -> Json:
    place = tracebacks.place(failure) or Place(file, 1)
    return {
        "message": _sentence(failure, place),
        "file": place.file,
        "line": place.line,
        "traceback": tracebacks.text(failure),
    }


def _sentence(failure: BaseException, place: Place) -> str:
    name = os.path.basename(place.file)
    if isinstance(failure, SpecError):
        return str(failure)
    if isinstance(failure, SystemExit):
        code = "" if failure.code is None else repr(failure.code)
        return f"The file {name} ended with sys.exit({code}) while it was loaded."
    if isinstance(failure, SyntaxError):
        return f"The file {name} is not valid Python: {failure.msg} (line {place.line})."
    told = tracebacks.summary(failure).splitlines() or [type(failure).__name__]
    return f"The file {name} raised {told[0]}" + ("" if told[0].endswith(".") else ".")


def _flows(file: str, flows: Dict[str, Flow], names: Json, function: Optional[str]) -> List[Json]:
    if function is not None:
        flows = {function: _asked(file, names, function)}
    return [_flow(flow, name) for name, flow in flows.items()]


def _asked(file: str, names: Json, function: str) -> Flow:
    thing = names.get(function)
    found = as_flow(thing)
    if found is not None:
        return found
    if thing is not None and callable(thing):
        return Flow(thing)
    short = os.path.basename(file)
    if thing is not None:
        raise SpecError(f"'{function}' in the file {short} is not a function.", file, 1)
    raise SpecError(f"The file {short} has no function '{function}'.", file, 1)


def _flow(flow: Flow, name: str) -> Json:
    place = flow.place
    return {
        "flow": flow.name,
        "function": name,
        "file": place.file,
        "line": place.line,
        "parameterSchema": schema.of(flow.fn),
        "description": flow.description,
        "retry": flow.retry_policy(),
        "timeoutSeconds": policies.optional_seconds(flow.timeout_seconds, "timeout_seconds"),
    }


def _deployments(specs: List[Any]) -> List[Json]:
    found: Dict[Tuple[str, str], Json] = {}
    for spec in list(specs):
        flow, function, file = resolving.flow_of(spec)
        key = (flow.name, spec.name)
        if key in found:
            first = found[key]["source"]
            raise spec.error(
                f"There are two deployments '{spec.name}' for the flow '{flow.name}'; the first is"
                f" in {os.path.basename(first['file'])}, line {first['line']}."
            )
        found[key] = document.loaded(spec, flow, function, file)
    return list(found.values())
