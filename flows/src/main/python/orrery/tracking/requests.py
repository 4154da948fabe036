"""The requests that tell a run."""

import json
import os
import socket
import time
import uuid
from typing import Any, Callable, Dict, List, Optional

from .. import results
from ..errors import SpecError
from ..values import to_json
from . import clock

Json = Dict[str, Any]

# The server's limits. What is over them is cut, since a run is worth more than its details.
PARAMETERS_BYTES_MAX = 512 * 1024
RESULT_BYTES_MAX = 64 * 1024
MESSAGE_CHARACTERS_MAX = 4_096
_SHOWN_CHARACTERS_MAX = 200


def start(run: uuid.UUID, fence: str, flow: Any, parameters: Json) -> Json:
    body: Json = {
        "flow": flow.name,
        "startedAt": clock.text(time.time()),
        "fence": fence,
        "parameters": parameters,
        "host": socket.gethostname(),
        "processId": os.getpid(),
    }
    parent = _parent()
    if parent:
        body["parent"] = parent
    try:
        # What was typed at a prompt is in no file either.
        if os.path.isfile(flow.place.file):
            folder, file = os.path.split(flow.place.file)
            function = getattr(flow.fn, "__name__", flow.name)
            body["entrypoint"] = f"{file}:{function}"
            body["path"] = folder
    except SpecError:
        pass  # A function written in C is in no file.
    return {"method": "PUT", "path": f"/v1/runs/{run}", "body": body}


def finish(
    run: str,
    fence: str,
    outcome: Json,
    name: Optional[str] = None,
    ended: Optional[float] = None,
) -> Json:
    """
    Args:
        name: of the state that it ends in, finer than the outcome
        ended: when; without it, now
    """
    at = clock.text(time.time() if ended is None else ended)
    body = {"fence": fence, "outcome": outcome, "endedAt": at}
    if name is not None:
        body["name"] = name
    return {"method": "POST", "path": f"/v1/runs/{run}/finish", "body": body}


def output(run: uuid.UUID, fence: str, lines: List[Json]) -> Json:
    body = {"fence": fence, "lines": lines}
    return {"method": "POST", "path": f"/v1/runs/{run}/output", "body": body}


def shown(parameters: Json) -> Json:
    """The parameters as JSON; of what is none, or too large, what Python shows of it."""
    found: Json = {}
    left = PARAMETERS_BYTES_MAX
    for name in sorted(parameters):
        try:
            value = to_json(parameters[name], name)
        except Exception:
            value = _glimpse(parameters[name])
        size = len(json.dumps(value)) + len(name) + 16
        if size > left:
            value = _glimpse(parameters[name])
            size = _SHOWN_CHARACTERS_MAX
        left -= size
        found[name] = value
    return found


def completed(result: Any, note: Callable[[str], None]) -> Json:
    """An outcome with the result, which is left out with a note where it can't be kept."""
    outcome: Json = {"kind": "completed"}
    if result is None:
        return outcome
    try:
        value = json.loads(results.text(result))
        if len(json.dumps(value, ensure_ascii=False).encode()) <= RESULT_BYTES_MAX:
            outcome["result"] = value
        else:
            note("The return value has more than 64 KiB and was not kept.")
    except Exception as unwritable:
        note(f"The return value is not JSON and was not kept: {unwritable}")
    return outcome


def message(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return clean[:MESSAGE_CHARACTERS_MAX]


def _parent() -> Optional[str]:
    """The run whose work started this process; a server would refuse what is no id."""
    try:
        return str(uuid.UUID(os.environ.get("ORRERY_RUN_ID", "")))
    except ValueError:
        return None


def _glimpse(value: Any) -> str:
    try:
        return message(repr(value))[:_SHOWN_CHARACTERS_MAX]
    except Exception:
        return f"<{type(value).__name__}>"
