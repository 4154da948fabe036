"""The run: `id`, `name`, `flow_name`, `deployment_id`, `parameters`, `run_count`, `tags`,
`scheduled_start_time`."""

from typing import Any

from orrery import context


_NAMES = {"scheduled_start_time": "scheduled_time"}


def __getattr__(name: str) -> Any:
    ours = _NAMES.get(name, name)
    if name.startswith("_") or ours not in vars(context.FlowRun()):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(context.current(), ours)
