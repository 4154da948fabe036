"""What a flow's surroundings say."""

import contextlib
from typing import Iterator, Set


@contextlib.contextmanager
def tags(*names: str) -> Iterator[Set[str]]:
    """Tags for what runs within; Orrery has tags on deployments, so here they mean nothing."""
    yield set(names)
