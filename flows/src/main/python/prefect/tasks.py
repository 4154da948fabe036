"""Tasks."""

from orrery.tasks import Task, task

__all__ = ["Task", "task"]
