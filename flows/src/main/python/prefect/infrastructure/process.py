"""A run as a child process."""

from orrery.infrastructure import Process

__all__ = ["Process"]
