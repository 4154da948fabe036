"""The run that goes on, as values of modules."""

from . import deployment, flow_run

__all__ = ["deployment", "flow_run"]
