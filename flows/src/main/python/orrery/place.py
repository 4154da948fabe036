"""Where in the user's code something was written."""

import os
import sys
from typing import NamedTuple

# Both packages of the kit: whoever reads an error looks for their own line, not for ours.
_OURS = tuple(
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), package) + os.sep
    for package in ("orrery", "prefect")
)


class Place(NamedTuple):
    """A line of a file.

    Attributes:
        file: absolute
        line: from 1
    """

    file: str
    line: int


def is_ours(file: str) -> bool:
    return os.path.abspath(file).startswith(_OURS)


def caller() -> Place:
    """The line of the user's that led here.

    It is taken at once, since a relative file name means something else after a chdir.
    """
    frame = sys._getframe(1)
    while frame.f_back is not None and is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return Place(os.path.abspath(frame.f_code.co_filename), frame.f_lineno)
