"""What goes wrong while deployments are written, told in one sentence."""

from typing import Optional


class SpecError(ValueError):
    """A deployment, or something that it is made of, can't be what it says.

    It is a ValueError, so that whoever caught Prefect's validation errors catches it.
    """

    def __init__(self, message: str, file: Optional[str] = None, line: Optional[int] = None):
        super().__init__(message)
        self.file = file
        self.line = line


class LaunchError(RuntimeError):
    """The program `orrery`, which packages and pushes, could not be started or refused."""


class FailedRun(RuntimeError):
    """A flow or a task returned that it had failed."""
