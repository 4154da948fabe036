"""Sends what earlier runs left in their journals."""

from typing import List, Optional, Set

from . import owner, requests
from .api import Answer, Api
from .journal import Journal, Json, folder

# The journals that this process itself writes just now. They must not even be opened: closing
# them would drop the lock.
active: Set[str] = set()


def push(url: Optional[str] = None) -> int:
    """Sends every journal whose run has ended; how many are done with.

    It stops when no server answers, since the next could not be sent either.
    """
    api = Api(url)
    done = 0
    try:
        for path in sorted(folder().glob("*.jsonl")):
            if path.stem in active:
                continue
            journal = Journal.open(path)
            if journal is None:
                continue
            answer = _push_one(api, journal)
            if answer is Answer.UNREACHED:
                return done
            done += answer in (Answer.DONE, Answer.REFUSED)
        return done
    except OSError:
        return done  # The folder went away, or the disk is full; it is tried again by the next.
    finally:
        api.close()


def _push_one(api: Api, journal: Journal) -> Optional[Answer]:
    """Nothing when the journal is another's still."""
    try:
        lines = journal.lines()
        todo = _ended(journal, lines)
        if todo is None:
            return None
        for request in todo:
            answer = api.send(request)
            if answer in (Answer.UNREACHED, Answer.NOT_NOW):
                return answer
            if answer is Answer.REFUSED and not request["path"].endswith("/output"):
                journal.set_aside()
                return answer
        journal.delete()
        return Answer.DONE
    finally:
        journal.close()


def _ended(journal: Journal, lines: List[Json]) -> Optional[List[Json]]:
    """The requests of a run that has ended; of one whose process died, with a word about that."""
    if not lines or "owner" not in lines[0]:
        return None
    whose = lines[0]["owner"]
    todo = [line for line in lines[1:] if "method" in line and "path" in line and "body" in line]
    finished = any(line["path"].endswith("/finish") for line in todo)
    if not isinstance(whose, dict) or not todo:
        return None
    if finished:
        # A process that lives sends its own; this one may be the one.
        mine = owner.is_me(whose) or owner.is_gone(whose)
        return todo if mine or whose.get("host") != owner.me()["host"] else None
    if not owner.is_gone(whose):
        return None
    outcome = {"kind": "crashed", "message": "The process ended without saying how."}
    run, fence = journal.path.stem, todo[0]["body"]["fence"]
    ended = journal.changed()
    return [*todo, journal.append(requests.finish(run, fence, outcome, ended=ended))]
