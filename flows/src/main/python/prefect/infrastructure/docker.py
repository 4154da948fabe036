"""A run in a container."""

import enum

from orrery.infrastructure import DockerContainer

__all__ = ["DockerContainer", "ImagePullPolicy"]


class ImagePullPolicy(enum.Enum):
    IF_NOT_PRESENT = "IF_NOT_PRESENT"
    ALWAYS = "ALWAYS"
    NEVER = "NEVER"
