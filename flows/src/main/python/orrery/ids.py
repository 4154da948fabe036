"""Ids that any process makes alike: UUIDs of version 8 that hold 16 bits of affinity.

The affinity is the twelve bits after the version and the four after the variant; it chooses the
partition that decides, so a client can name a run before it has reached a server.
"""

import hashlib
import secrets
import time
import uuid


def run_id() -> uuid.UUID:
    """Of a run without a deployment: the time, a random affinity, and random bits.

    The first of these says that a process executes it by itself.
    """
    bits = 1 << 57 | secrets.randbits(57)
    return _uuid(time.time_ns() // 1_000_000, secrets.randbits(16), bits)


def millis(run: uuid.UUID) -> int:
    """The time in a run's id, in milliseconds since the epoch."""
    return run.int >> 80


def deployment_id(flow: str, name: str) -> uuid.UUID:
    """The same for the same names, everywhere and for ever."""
    digest = hashlib.sha256()
    for text in (flow, name):
        content = text.encode("utf-8")
        digest.update(len(content).to_bytes(4, "big"))
        digest.update(content)
    found = digest.digest()
    affinity = int.from_bytes(found[:2], "big")
    first48 = int.from_bytes(found[2:8], "big")
    return _uuid(first48, affinity, int.from_bytes(found[10:18], "big"))


def _uuid(first48: int, affinity: int, last58: int) -> uuid.UUID:
    most = (first48 & (1 << 48) - 1) << 16 | 0x8000 | affinity >> 4
    least = 1 << 63 | (affinity & 0xF) << 58 | last58 & (1 << 58) - 1
    return uuid.UUID(int=most << 64 | least)
