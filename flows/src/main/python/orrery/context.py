"""The run that goes on, as its flow sees it."""

import json
import os
import sys
from typing import Any, Dict, List, Optional


class FlowRun:
    """A run.

    Attributes:
        id: of the run; nothing where it is not tracked
        name: its id, since a process is not told the run's name
        flow_name: the flow's
        deployment_id: nothing where it is of no deployment
        parameters: as JSON; empty where they are not known
        run_count: which attempt this is, from 1
    """

    def __init__(
        self,
        id: Optional[str] = None,
        flow_name: Optional[str] = None,
        deployment_id: Optional[str] = None,
        parameters: Optional[Dict[str, Any]] = None,
        run_count: int = 1,
    ):
        self.id = id
        self.name = id
        self.flow_name = flow_name
        self.deployment_id = deployment_id
        self.parameters = parameters or {}
        self.run_count = run_count
        self.tags: List[str] = []


def current(flow: Any = None) -> FlowRun:
    """The run of this process, on a runner, or else the one that is tracked here."""
    on_runner = os.environ.get("ORRERY_RUN_ID")
    if on_runner:
        return FlowRun(
            on_runner,
            os.environ.get("ORRERY_FLOW"),
            os.environ.get("ORRERY_DEPLOYMENT_ID"),
            _parameters(),
            int(os.environ.get("ORRERY_ATTEMPT") or 1),
        )
    calls: Any = sys.modules.get("orrery.tracking.calls")
    run = calls.current() if calls is not None else None
    if run is None:
        return FlowRun(flow_name=getattr(flow, "name", None))
    return FlowRun(str(run.id), run.flow, None, run.parameters)


def _parameters() -> Dict[str, Any]:
    file = os.environ.get("ORRERY_PARAMETERS_FILE")
    if not file:
        return {}
    with open(file, encoding="utf-8") as source:
        found = json.load(source)
    return found if isinstance(found, dict) else {}
