"""Speaks HTTP to the server, within bounds: a flow must not wait for it."""

import enum
import http.client
import json
import os
import urllib.parse
from typing import Any, Dict, Optional, Tuple

from . import key

Json = Dict[str, Any]

CONNECT_SECONDS_MAX = 1.0
ANSWER_SECONDS_MAX = 5.0

_DEFAULT_URL = "http://localhost:4200"

# What no repetition mends: the request itself is wrong, or its run is archived.
_REFUSED = (400, 409, 410, 413, 422)


class Answer(enum.Enum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"
    NOT_NOW = "not now"
    UNREACHED = "unreached"


class Api:
    """The server that ORRERY_API_URL names. One thread uses it at a time."""

    def __init__(self, url: Optional[str] = None):
        self.url = (url or os.environ.get("ORRERY_API_URL") or _DEFAULT_URL).rstrip("/")
        self._connection: Optional[http.client.HTTPConnection] = None
        self.said = ""

    def send(self, request: Json) -> Answer:
        """Sends a line of a journal; never raises, since a bad address is no server either."""
        try:
            headers = key.headers()
        except ValueError as unfit:
            self.said = str(unfit)
            return Answer.NOT_NOW
        try:
            status, body = self._exchange(request, headers)
        except (OSError, http.client.HTTPException, ValueError) as failure:
            self.close()
            self.said = f"{type(failure).__name__}: {failure}"
            return Answer.UNREACHED
        self.said = f"{status} {body[:300].decode('utf-8', 'replace')}"
        return _answer(status, _object(body))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(self, request: Json, headers: Dict[str, str]) -> Tuple[int, bytes]:
        kept = self._connection is not None
        try:
            return self._once(request, headers)
        except (ConnectionError, http.client.BadStatusLine):
            # A kept connection may have been closed meanwhile. The request may have been heard;
            # that does no harm, because a repetition of it changes nothing.
            self.close()
            if not kept:
                raise
            return self._once(request, headers)

    def _once(self, request: Json, known: Dict[str, str]) -> Tuple[int, bytes]:
        base = urllib.parse.urlsplit(self.url)
        if self._connection is None:
            self._connection = _connect(base)
        body = json.dumps(request["body"]).encode("ascii")
        headers = {**known, "Content-Type": "application/json", "Accept": "application/json"}
        if request.get("idempotencyKey"):
            headers["Idempotency-Key"] = request["idempotencyKey"]
        self._connection.request(request["method"], base.path + request["path"], body, headers)
        response = self._connection.getresponse()
        answer = response.status, response.read()
        if response.will_close:
            self.close()
        return answer


def _connect(base: urllib.parse.SplitResult) -> http.client.HTTPConnection:
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if base.scheme not in kinds or not base.hostname:
        raise ValueError(f"{base.geturl()} is no address of a server")
    connection = kinds[base.scheme](base.hostname, base.port, timeout=CONNECT_SECONDS_MAX)
    connection.connect()
    connection.sock.settimeout(ANSWER_SECONDS_MAX)
    return connection


def _answer(status: int, body: Optional[Json]) -> Answer:
    code = (body or {}).get("code")
    if 200 <= status < 300:
        # Another server may be glad about anything.
        return Answer.NOT_NOW if body is None else Answer.DONE
    if status == 409 and code == "RUN_ENDED":
        return Answer.DONE
    # Where it is not Orrery that does not know it, the address is wrong, and not the run.
    if status in _REFUSED or (status == 404 and code):
        return Answer.REFUSED
    return Answer.NOT_NOW


def _object(body: bytes) -> Optional[Json]:
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
