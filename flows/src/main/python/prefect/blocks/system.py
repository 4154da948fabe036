"""Values by name."""

from typing import Any

from .core import Block

__all__ = ["JSON", "DateTime", "Secret", "String"]


class Secret(Block):
    """What nobody may see."""

    instead = (
        "give the deployment env={{'NAME': 'secret:{0}'}} and read os.environ['NAME']; the runner has"
        " the value as ORRERY_SECRET_{0}"
    )

    def get(self) -> Any:
        return getattr(self, "value", None)


class JSON(Block):
    """Any value."""

    instead = "make it a parameter of the flow"


class String(JSON):
    """A text."""


class DateTime(JSON):
    """A time."""
