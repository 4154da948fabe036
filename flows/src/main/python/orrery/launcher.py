"""Hands a deployment to the program `orrery`.

Packaging, pushing and speaking to the server are there and nowhere else, so that a deployment is
the same however it was written.
"""

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any, List

from . import ids, loading, loops
from .errors import LaunchError

if TYPE_CHECKING:
    from .spec import DeploymentSpec


def apply(spec: "DeploymentSpec") -> Any:
    """Creates or updates a deployment; nothing while a file is loaded.

    Returns:
        Its id; where an event loop runs, something to await for it, as Prefect's methods did.

    Raises:
        SpecError: when the deployment can't be what it says
        LaunchError: when the program is not found, or refused; it has said why
    """
    made = None if loading.is_loading() else _apply(spec)
    return loops.awaitable(made) if loops.is_running() else made


def _apply(spec: "DeploymentSpec") -> Any:
    # Here, because most files that declare deployments apply none.
    import subprocess
    import tempfile

    from . import document, resolving

    program = find()
    found = resolving.flow_of(spec)
    loaded = document.loaded(spec, found.flow, found.function, found.file)
    handle, path = tempfile.mkstemp(prefix="orrery-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump({"flows": [], "deployments": [loaded], "error": None}, out)
        sys.stdout.flush()
        code = subprocess.call([*program, "deployment", "apply-loaded", path])
    except OSError as failure:
        raise LaunchError(f"The program {program[0]} could not be started: {failure}.") from None
    finally:
        os.unlink(path)
    if code != 0:
        raise LaunchError(
            f"The deployment '{spec.name}' was not applied: orrery ended with exit code {code}."
        )
    return ids.deployment_id(found.flow.name, str(spec.name))


def find() -> List[str]:
    """The program: ORRERY_LAUNCHER, the one of this distribution, or the one on the PATH."""
    named = os.environ.get("ORRERY_LAUNCHER")
    if named:
        return [named]
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(package, "..", "..", "..", "bin", "orrery")
    if os.path.isfile(beside):
        return [os.path.normpath(beside)]
    found = shutil.which("orrery")
    if found:
        return [found]
    raise LaunchError(
        "The program orrery is not on the PATH; name it in ORRERY_LAUNCHER, or create the"
        " deployment by 'orrery deployment create FILE'."
    )
