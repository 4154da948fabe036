"""A run's journal: what must reach the server, in order, one JSON object a line.

The first line says whose it is. Whoever sends from it holds the system's lock on the file, and
the run's own process holds it while the run goes on: one that finds it free may be sure that
nobody else sends.
"""

import json
import os
import pathlib
import uuid
from typing import Any, Dict, List, Optional

from . import owner

try:
    import fcntl
except ImportError:  # Windows: the owner's life alone keeps others away.
    fcntl = None  # type: ignore[assignment]

Json = Dict[str, Any]


def folder() -> pathlib.Path:
    """ORRERY_JOURNAL, or ~/.orrery/journal."""
    named = os.environ.get("ORRERY_JOURNAL")
    return pathlib.Path(named) if named else pathlib.Path.home() / ".orrery" / "journal"


class Journal:
    """A journal that is open and locked.

    A process opens a journal only once at a time: the system drops all its locks on a file when
    it closes any one handle to it.
    """

    def __init__(self, path: pathlib.Path, descriptor: int):
        self.path = path
        self._descriptor: Optional[int] = descriptor

    @classmethod
    def create(cls, run: uuid.UUID, first: Json) -> "Journal":
        """The journal of a new run; it gets its name when it is locked and has its first request.

        Raises:
            OSError: when it can't be written
        """
        place = folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = place / f"{run}.jsonl"
        draft = place / f"{run}.new"
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        journal = cls(path, descriptor)
        try:
            _lock(descriptor)
            journal._append({"owner": owner.me()})
            journal.append(first)
            os.rename(draft, path)
        except BaseException:
            journal.close()
            draft.unlink()
            raise
        return journal

    @classmethod
    def open(cls, path: pathlib.Path) -> Optional["Journal"]:
        """A journal that somebody left; nothing while another has it, or when it is gone."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND)
        except OSError:
            return None
        journal = cls(path, descriptor)
        if _lock(descriptor) and os.fstat(descriptor).st_nlink > 0:
            return journal
        journal.close()  # Or it was sent and deleted while we opened it.
        return None

    def append(self, request: Json) -> Json:
        """Writes a request down, so that it survives this process; it gets its key here."""
        request = {**request, "idempotencyKey": str(uuid.uuid4())}
        self._append(request)
        return request

    def lines(self) -> List[Json]:
        """All whole lines; what a process that was killed left half written is cut off."""
        assert self._descriptor is not None
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        content = b""
        while True:
            more = os.read(self._descriptor, 1 << 20)
            if not more:
                break
            content += more
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) < len(content):
            os.ftruncate(self._descriptor, len(whole))
        found = []
        for line in whole.splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # A disk that was full, or lost its power, may leave anything.
        return [line for line in found if isinstance(line, dict)]

    def changed(self) -> float:
        """When it was last written to, in seconds since the epoch."""
        assert self._descriptor is not None
        return os.fstat(self._descriptor).st_mtime

    def delete(self) -> None:
        """Everything in it is known to the server."""
        self.path.unlink()
        self.close()

    def set_aside(self) -> pathlib.Path:
        """The server will never take it; it is kept for people, under another name."""
        aside = self.path.with_suffix(".refused")
        os.rename(self.path, aside)
        self.close()
        return aside

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _append(self, line: Json) -> None:
        content = json.dumps(line).encode("ascii") + b"\n"
        assert self._descriptor is not None
        while content:
            content = content[os.write(self._descriptor, content) :]


def _lock(descriptor: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # A file system without locks; repeated sending does no harm.
