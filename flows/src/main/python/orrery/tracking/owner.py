"""Which process a journal belongs to, and whether that one still lives."""

import os
import socket
from typing import Any, Dict, Optional


def me() -> Dict[str, Any]:
    """This process; its start tells it from another that gets its number later."""
    pid = os.getpid()
    return {"host": socket.gethostname(), "processId": pid, "startTicks": _start_ticks(pid)}


def is_me(owner: Dict[str, Any]) -> bool:
    return owner == me()


def is_gone(owner: Dict[str, Any]) -> bool:
    """Whether it has certainly ended; of a process on another host nobody here can tell."""
    pid = owner.get("processId")
    if owner.get("host") != socket.gethostname() or not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # It lives, and belongs to somebody else.
    ticks, started = owner.get("startTicks"), _start_ticks(pid)
    return ticks is not None and started is not None and ticks != started


def _start_ticks(pid: int) -> Optional[int]:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            # The second field is the program's name, in brackets, which may hold anything.
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[19])
    except (OSError, ValueError, IndexError):
        return None  # Linux alone has it.
