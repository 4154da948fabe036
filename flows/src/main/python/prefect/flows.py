"""Flows."""

from orrery.flows import Flow, flow

__all__ = ["Flow", "flow"]
