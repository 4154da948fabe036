"""The run that goes on, as its flow sees it."""

import datetime
import json
import os
import sys
from typing import Any, Dict, List, Optional

from . import ids


class FlowRun:
    """A run.

    Attributes:
        id: of the run; nothing where it is not tracked
        name: its id, since a process is not told the run's name
        flow_name: the flow's
        deployment_id: nothing where it is of no deployment
        parameters: as JSON; empty where they are not known
        run_count: which attempt this is, from 1
        scheduled_time: the time that the run is for, in UTC, the same in every attempt: its nominal
            time where a schedule or a backfill asked for it, else when it should start; when it
            began where no runner executes it
    """

    def __init__(
        self,
        id: Optional[str] = None,
        flow_name: Optional[str] = None,
        deployment_id: Optional[str] = None,
        parameters: Optional[Dict[str, Any]] = None,
        run_count: int = 1,
        scheduled_time: Optional[datetime.datetime] = None,
    ):
        self.id = id
        self.name = id
        self.flow_name = flow_name
        self.deployment_id = deployment_id
        self.parameters = parameters or {}
        self.run_count = run_count
        self.scheduled_time = scheduled_time or datetime.datetime.now(datetime.timezone.utc)
        self.tags: List[str] = []


def current(flow: Any = None) -> FlowRun:
    """The run of this process, on a runner, or else the one that is tracked here."""
    if is_within_run():
        return FlowRun(
            os.environ.get("ORRERY_RUN_ID"),
            os.environ.get("ORRERY_FLOW"),
            os.environ.get("ORRERY_DEPLOYMENT_ID"),
            _parameters(),
            int(os.environ.get("ORRERY_ATTEMPT") or 1),
            _scheduled_time(),
        )
    calls: Any = sys.modules.get("orrery.tracking.calls")
    run = calls.current() if calls is not None else None
    if run is None:
        return FlowRun(flow_name=getattr(flow, "name", None))
    began = datetime.datetime.fromtimestamp(ids.millis(run.id) / 1000, datetime.timezone.utc)
    return FlowRun(str(run.id), run.flow, None, run.parameters, scheduled_time=began)


def _scheduled_time() -> Optional[datetime.datetime]:
    text = os.environ.get("ORRERY_SCHEDULED_TIME")
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def tracking() -> str:
    """What ORRERY_TRACKING says, in small letters."""
    return os.environ.get("ORRERY_TRACKING", "").strip().lower()


def is_within_run() -> bool:
    """Whether a call here is part of the run that a runner executes, which tracks it.

    With ORRERY_TRACKING=on those of processes that the flow starts are runs of their own.
    """
    if not os.environ.get("ORRERY_RUN_ID"):
        return False
    # The runner's bootstrap must not need this package, so it leaves a mark.
    executes = getattr(sys.modules.get("__main__"), "orrery_executing", False)
    return executes or tracking() not in ("on", "1", "true", "yes")


def _parameters() -> Dict[str, Any]:
    file = os.environ.get("ORRERY_PARAMETERS_FILE")
    if not file:
        return {}
    with open(file, encoding="utf-8") as source:
        found = json.load(source)
    return found if isinstance(found, dict) else {}
