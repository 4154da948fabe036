"""Prefect's names for Orrery, so that what was written for Prefect works as it stands.

Where the real Prefect is installed, `import prefect` gives that one: this package only looks for
it and hands over.
"""

import importlib.machinery
import importlib.util
import os
import sys
from typing import Any, Optional


def _real_prefect() -> Optional[importlib.machinery.ModuleSpec]:
    """The real one, anywhere that Python would find it if this one were not there."""
    ours = os.path.realpath(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    others = [path for path in sys.path if os.path.realpath(path or os.curdir) != ours]
    for finder in list(sys.meta_path):
        is_path = finder is importlib.machinery.PathFinder
        try:
            found: Any = finder.find_spec("prefect", others if is_path else None)
        except (AttributeError, ImportError):
            continue
        # A folder that happens to be called prefect has no origin and is no Prefect; and an
        # editable installation of ours may find this file again.
        origin = getattr(found, "origin", None)
        if origin and found.loader and not os.path.realpath(origin).startswith(ours + os.sep):
            return found
    return None


def _hand_over(spec: importlib.machinery.ModuleSpec) -> None:
    # Python looks into sys.modules once more when a module has been executed, and takes what it
    # finds there.
    ours = sys.modules[__name__]
    module = importlib.util.module_from_spec(spec)
    sys.modules[__name__] = module
    try:
        assert spec.loader is not None
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules[__name__] = ours
        raise


_real = _real_prefect()
if _real is not None:
    _hand_over(_real)
else:
    from orrery import Flow, Task, flow, get_run_logger, task

    from orrery.states import State

    from .context import tags
    from .deployments import Deployment, serve
    from .mapping import allow_failure, unmapped

    __all__ = [
        "Deployment",
        "Flow",
        "State",
        "Task",
        "allow_failure",
        "flow",
        "get_run_logger",
        "serve",
        "tags",
        "task",
        "unmapped",
    ]
