"""What a run prints, kept in lines while the terminal still sees it."""

import collections
import os
import sys
import threading
import time
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from . import clock

Json = Dict[str, Any]

LINE_CHARACTERS_MAX = 16_384
OUTPUT_CHARACTERS_MAX = 10 * 1024 * 1024
CHUNK_LINES_MAX = 1_000
# Escaped, a character has twelve bytes at most, and a request 1 MiB.
CHUNK_CHARACTERS_MAX = 65_536


class Output:
    """The lines of one run, numbered from 1 in the order in which they ended.

    A flow may print a lot, so a write does little: what was written becomes lines when somebody
    takes them, on another thread.
    """

    def __init__(self, wake: Callable[[], None]):
        self._wake = wake
        self._lock = threading.RLock()
        self._written: List[Tuple[float, str, str]] = []
        self._left = OUTPUT_CHARACTERS_MAX
        self._open: Dict[str, str] = {"out": "", "err": ""}
        self._lines: Deque[Json] = collections.deque()
        self._number = 0
        self._process = os.getpid()

    def write(self, stream: str, text: str) -> None:
        """Takes what was printed; a child process that was forked has its own life."""
        if self.is_elsewhere() or not text:
            return
        with self._lock:
            if self._left <= 0:
                return
            self._left -= len(text)
            if self._left <= 0:
                stream, text = (
                    "err",
                    "\nWhat follows is more output than the 10 MiB that are kept.\n",
                )
            self._written.append((time.time(), stream, text))
            first = len(self._written) == 1
        if first:
            self._wake()

    def is_elsewhere(self) -> bool:
        """Whether this is a child process that was forked, to which the run does not belong."""
        return os.getpid() != self._process

    def is_waiting(self) -> bool:
        return bool(self._written or self._lines)

    def end(self) -> None:
        """What is left of each stream is its last line."""
        with self._lock:
            self._split()
            for stream, rest in self._open.items():
                if rest.rstrip("\r"):
                    self._add(time.time(), stream, rest.rstrip("\r"))
                self._open[stream] = ""

    def take(self) -> List[Json]:
        """The next lines, as many as a request may hold."""
        with self._lock:
            self._split()
            taken: List[Json] = []
            size = 0
            while self._lines and len(taken) < CHUNK_LINES_MAX:
                size += len(self._lines[0]["text"])
                if taken and size > CHUNK_CHARACTERS_MAX:
                    break
                taken.append(self._lines.popleft())
            return taken

    def _split(self) -> None:
        written, self._written = self._written, []
        for at, stream, text in written:
            # A return ends a line too, so that a progress bar is seen while it moves.
            whole = (self._open[stream] + text).replace("\r\n", "\n")
            held = whole.endswith("\r")  # The other half of the pair may follow.
            *ended, last = (whole[:-1] if held else whole).replace("\r", "\n").split("\n")
            for line in ended:
                self._add(at, stream, line)
            while len(last) > LINE_CHARACTERS_MAX:
                self._add(at, stream, last[:LINE_CHARACTERS_MAX])
                last = last[LINE_CHARACTERS_MAX:]
            self._open[stream] = last + ("\r" if held else "")

    def _add(self, at: float, stream: str, text: str) -> None:
        clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
        for start in range(0, len(clean) or 1, LINE_CHARACTERS_MAX):
            part = clean[start : start + LINE_CHARACTERS_MAX]
            self._number += 1
            line = {"number": self._number, "time": clock.text(at), "stream": stream, "text": part}
            self._lines.append(line)


class Tee:
    """Standard output or error while runs are tracked: passes on, and tells the run."""

    def __init__(self, stream: str, under: Any, find: Callable[[], Optional[Output]]):
        self._stream = stream
        self._under = under
        self._find = find

    def write(self, text: str) -> Any:
        written = self._under.write(text)
        output = self._find()
        if output is not None and isinstance(text, str):
            output.write(self._stream, text)
        return written

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._under, name)

    def __iter__(self) -> Any:
        return iter(self._under)


class Tees:
    """Puts the tees in place for the first run and takes them away after the last."""

    def __init__(self, find: Callable[[], Optional[Output]]):
        self._find = find
        self._lock = threading.RLock()
        self._runs = 0
        self._put: Dict[str, Any] = {}
        self._moved: List[Any] = []

    def enter(self) -> None:
        with self._lock:
            self._runs += 1
            if self._runs > 1:
                return
            for name, stream in (("stdout", "out"), ("stderr", "err")):
                under = getattr(sys, name)
                if under is not None:
                    self._put[name] = (under, Tee(stream, under, self._find))
                    setattr(sys, name, self._put[name][1])
            self._move_handlers()

    def leave(self) -> None:
        with self._lock:
            self._runs -= 1
            if self._runs > 0:
                return
            for name, (under, tee) in self._put.items():
                # The flow may have put something of its own there, which stays.
                if getattr(sys, name) is tee:
                    setattr(sys, name, under)
            for handler, under, tee in self._moved:
                if handler.stream is tee:
                    handler.setStream(under)
            self._put, self._moved = {}, []

    def _move_handlers(self) -> None:
        """Logging that was set up before the run holds the streams that it then found."""
        logging: Any = sys.modules.get("logging")
        if logging is None:
            return
        for handler in list(logging.getLogger().handlers):
            for under, tee in self._put.values():
                if type(handler) is logging.StreamHandler and handler.stream is under:
                    handler.setStream(tee)
                    self._moved.append((handler, under, tee))
