"""What a run prints, kept in lines while the terminal still sees it."""

import os
import sys
import threading
import time
from typing import Any, Callable, Dict, List, Optional

from . import clock

Json = Dict[str, Any]

LINE_CHARACTERS_MAX = 16_384
OUTPUT_CHARACTERS_MAX = 10 * 1024 * 1024
CHUNK_LINES_MAX = 500
# At three bytes a character, and escaped, far below the 1 MiB that a request may have.
CHUNK_CHARACTERS_MAX = 65_536


class Output:
    """The lines of one run, numbered from 1 in the order in which they ended."""

    def __init__(self, wake: Callable[[], None]):
        self._wake = wake
        self._lock = threading.RLock()
        self._open: Dict[str, str] = {"out": "", "err": ""}
        self._lines: List[Json] = []
        self._number = 0
        self._left = OUTPUT_CHARACTERS_MAX
        self._process = os.getpid()

    def write(self, stream: str, text: str) -> None:
        """Takes what was printed; a child process that was forked has its own life."""
        if self.is_elsewhere():
            return
        with self._lock:
            # A return ends a line too, so that a progress bar is seen while it moves.
            whole = (self._open[stream] + text).replace("\r\n", "\n")
            held = whole.endswith("\r")  # The other half of the pair may follow.
            *ended, last = (whole[:-1] if held else whole).replace("\r", "\n").split("\n")
            for line in ended:
                self._add(stream, line)
            while len(last) > LINE_CHARACTERS_MAX:
                self._add(stream, last[:LINE_CHARACTERS_MAX])
                last = last[LINE_CHARACTERS_MAX:]
            self._open[stream] = last + ("\r" if held else "")
        if self.is_waiting():
            self._wake()

    def is_elsewhere(self) -> bool:
        """Whether this is a child process that was forked, to which the run does not belong."""
        return os.getpid() != self._process

    def is_waiting(self) -> bool:
        with self._lock:
            return bool(self._lines)

    def end(self) -> None:
        """What is left of each stream is its last line."""
        with self._lock:
            for stream, rest in self._open.items():
                if rest.rstrip("\r"):
                    self._add(stream, rest.rstrip("\r"))
                self._open[stream] = ""

    def take(self) -> List[Json]:
        """The next lines, as many as a request may hold."""
        with self._lock:
            count, size = 0, 0
            for line in self._lines[:CHUNK_LINES_MAX]:
                size += len(line["text"])
                if count and size > CHUNK_CHARACTERS_MAX:
                    break
                count += 1
            taken, self._lines = self._lines[:count], self._lines[count:]
            return taken

    def _add(self, stream: str, text: str) -> None:
        for start in range(0, len(text) or 1, LINE_CHARACTERS_MAX):
            self._add_short(stream, text[start : start + LINE_CHARACTERS_MAX])

    def _add_short(self, stream: str, text: str) -> None:
        if self._left <= 0:
            return
        self._left -= len(text) + 1
        if self._left <= 0:
            stream, text = "err", "What follows is more output than the 10 MiB that are kept."
        self._number += 1
        clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
        at = clock.text(time.time())
        self._lines.append({"number": self._number, "time": at, "stream": stream, "text": clean})


class Tee:
    """Standard output or error while runs are tracked: passes on, and tells the run."""

    def __init__(self, stream: str, under: Any, find: Callable[[], Optional[Output]]):
        self._stream = stream
        self._under = under
        self._find = find

    def write(self, text: str) -> Any:
        written = self._under.write(text)
        self._keep(text)
        return written

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def _keep(self, text: Any) -> None:
        output = self._find()
        if output is not None and isinstance(text, str):
            output.write(self._stream, text)

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
