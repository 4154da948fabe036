"""What a flow's surroundings say."""

import contextlib
from typing import Iterator, Set

from orrery import context
from orrery.context import FlowRun

__all__ = ["FlowRunContext", "get_run_context", "tags"]


class FlowRunContext:
    """What goes on.

    Attributes:
        flow_run: the run
        parameters: its parameters, as JSON
    """

    def __init__(self, flow_run: FlowRun):
        self.flow_run = flow_run
        self.parameters = flow_run.parameters

    @classmethod
    def get(cls) -> "FlowRunContext":
        return cls(context.current())


def get_run_context() -> FlowRunContext:
    return FlowRunContext.get()


@contextlib.contextmanager
def tags(*names: str) -> Iterator[Set[str]]:
    """Tags for what runs within; Orrery has tags on deployments, so here they mean nothing."""
    yield set(names)
