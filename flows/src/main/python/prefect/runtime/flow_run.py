"""The run: `id`, `name`, `flow_name`, `deployment_id`, `parameters`, `run_count`, `tags`."""

from typing import Any

from orrery import context


def __getattr__(name: str) -> Any:
    if name.startswith("_") or name not in vars(context.FlowRun()):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(context.current(), name)
