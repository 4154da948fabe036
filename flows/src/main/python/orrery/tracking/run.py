"""One tracked run, from its start to the word that it ended."""

import collections
import sys
import threading
import time
import uuid
from typing import Any, Deque, Dict, Optional

from .. import ids
from . import leftovers, requests
from .api import Answer, Api
from .journal import Journal
from .output import Output

Json = Dict[str, Any]

_OUTPUT_DELAY_SECONDS = 0.1
_RETRY_SECONDS = 5.0
# A server that failed so shortly before the end is not asked again at the end.
_PAUSE_SECONDS = 1.0
# After the flow has ended: an attempt to connect, an answer, and as much again for output.
_END_SECONDS_MAX = 12.0
_LEFTOVERS_SECONDS_MAX = 5.0


class Run:
    """Writes what happens to the journal; a thread sends it on.

    Raises:
        OSError: when the journal can't be written; the flow then runs untracked
    """

    def __init__(self, flow: Any, parameters: Json):
        self.id: uuid.UUID = ids.run_id()
        self.flow = flow.name
        self.parameters = requests.shown(parameters)
        self.thread = threading.current_thread()
        self._fence = str(uuid.uuid4())
        self._api = Api()
        self._change = threading.Condition(threading.RLock())
        first = requests.start(self.id, self._fence, flow, self.parameters)
        leftovers.active.add(str(self.id))
        try:
            self._journal = Journal.create(self.id, first)
        except BaseException:
            leftovers.active.discard(str(self.id))
            raise
        self._unsent: Deque[Json] = collections.deque(self._journal.lines()[1:])
        self._failed_at: Optional[float] = None
        self._last: Answer = Answer.DONE
        self._refused = False
        self._ending = False
        self._ended = threading.Event()
        self._leftovers: Optional[threading.Thread] = None
        self.output = Output(self._wake)
        self._sender = threading.Thread(target=self._send_all, name="orrery-run", daemon=True)
        try:
            self._sender.start()
        except BaseException:
            # While Python shuts down no thread begins; nothing of a run must be left behind.
            self._journal.delete()
            leftovers.active.discard(str(self.id))
            raise

    def finish(self, outcome: Json, name: Optional[str] = None) -> None:
        """Writes how it ended, and waits a bounded while for the server to know.

        Args:
            name: of the state that it ends in, finer than the outcome

        Raises:
            OSError: when the journal can't be written
        """
        self.output.end()
        with self._change:
            self._write_output()
            self._append(requests.finish(str(self.id), self._fence, outcome, name))
            self._ending = True
            self._change.notify_all()
        self._ended.wait(_END_SECONDS_MAX)
        with self._change:
            self._settle()
        leftovers.active.discard(str(self.id))
        if self._leftovers is not None:
            self._leftovers.join(_LEFTOVERS_SECONDS_MAX)

    def _settle(self) -> None:
        """Deletes what the server knows, and says what it does not."""
        if self._refused:
            aside = self._journal.set_aside()
            _say(f"the server refused the run {self.id} ({self._api.said}); see {aside}.")
        elif self._unsent:
            self._journal.close()
            why = {
                Answer.UNREACHED: "can't be reached",
                Answer.NOT_NOW: f"does not take it now ({self._api.said})",
            }.get(self._last, "has not taken everything in time")
            _say(
                f"{self._api.url} {why}; the run {self.id} is kept in the journal"
                f" {self._journal.path} and sent later."
            )
        else:
            self._journal.delete()

    def _append(self, request: Json) -> None:
        self._unsent.append(self._journal.append(request))

    def _write_output(self) -> None:
        while True:
            lines = self.output.take()
            if not lines:
                return
            self._append(requests.output(self.id, self._fence, lines))

    def _has_news(self) -> bool:
        return self._ending or self.output.is_waiting()

    def _wake(self) -> None:
        with self._change:
            self._change.notify_all()

    def _send_all(self) -> None:
        try:
            while self._send_some():
                with self._change:
                    self._change.wait_for(self._has_news, _RETRY_SECONDS)
                    # More lines follow the first one at once, and go together.
                    self._change.wait_for(lambda: self._ending, _OUTPUT_DELAY_SECONDS)
                    if not self._ending:
                        self._write_output()
        except (OSError, ValueError) as failure:
            self._api.said = str(failure)
        finally:
            self._api.close()
            self._ended.set()

    def _send_some(self) -> bool:
        """Sends what there is; whether there may be more."""
        while True:
            with self._change:
                ending = self._ending
                request = self._unsent[0] if self._unsent else None
            if request is None:
                return not ending
            if self._refused or not self._may_try(ending):
                return not ending
            answer = self._last = self._api.send(request)
            if answer in (Answer.UNREACHED, Answer.NOT_NOW):
                self._failed_at = time.monotonic()
                continue
            # Output that the server does not take is lost; the run is worth more.
            if answer is Answer.REFUSED and not request["path"].endswith("/output"):
                self._refused = True
                continue
            with self._change:
                self._unsent.popleft()
            self._look_for_leftovers()

    def _may_try(self, ending: bool) -> bool:
        if self._failed_at is None:
            return True
        pause = _PAUSE_SECONDS if ending else _RETRY_SECONDS
        return time.monotonic() - self._failed_at >= pause

    def _look_for_leftovers(self) -> None:
        if self._leftovers is None:
            self._leftovers = threading.Thread(
                target=leftovers.push, args=(self._api.url,), name="orrery-journal", daemon=True
            )
            self._leftovers.start()


def _say(sentence: str) -> None:
    try:
        print(f"orrery: {sentence}", file=sys.stderr)
    except (OSError, ValueError, AttributeError):
        pass  # Nobody listens.
