"""Tracebacks as the user's own code would have made them, without our frames."""

import os
import sysconfig
import traceback
from typing import Optional

from .errors import SpecError
from .place import Place, is_ours

_LIBRARIES = tuple(
    os.path.abspath(path) + os.sep
    for path in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib")}
    if path
)


def text(failure: BaseException) -> str:
    """The traceback; empty where none of the user's code is in it."""
    told = traceback.TracebackException.from_exception(failure)
    _strip(told, set())
    if not told.stack and not isinstance(failure, SyntaxError):
        return ""
    return "".join(told.format())


def place(failure: BaseException) -> Optional[Place]:
    """The line to look at: the user's innermost, libraries left out where that leaves any."""
    if isinstance(failure, SpecError) and failure.file and failure.line:
        return Place(failure.file, failure.line)
    if isinstance(failure, SyntaxError) and failure.filename and failure.filename != "<string>":
        return Place(os.path.abspath(failure.filename), failure.lineno or 1)
    frames = [f for f in traceback.extract_tb(failure.__traceback__) if not _is_hidden(f.filename)]
    own = [f for f in frames if not os.path.abspath(f.filename).startswith(_LIBRARIES)]
    if not own:
        return None
    return Place(os.path.abspath(own[-1].filename), own[-1].lineno or 1)


def summary(failure: BaseException) -> str:
    """`ValueError: no luck`, as the last line of a traceback."""
    try:
        return "".join(traceback.format_exception_only(type(failure), failure)).strip()
    except Exception:
        return type(failure).__name__  # Its __str__ fails too.


def _is_hidden(file: str) -> bool:
    return is_ours(file) or file.startswith("<frozen ") or file == "<string>"


def _strip(told: Optional[traceback.TracebackException], seen: set) -> None:
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    told.stack[:] = [frame for frame in told.stack if not _is_hidden(frame.filename)]
    _strip(told.__cause__, seen)
    _strip(told.__context__, seen)
