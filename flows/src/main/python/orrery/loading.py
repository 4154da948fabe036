"""Whether a file is being loaded, and what it declared so far.

While a file is loaded for its deployments or by a runner, nothing that it calls at its top level
may happen: a flow is not run and a deployment is not applied. Scripts of the first Prefect end
with `state = my_flow(); print(state.result())`, unguarded. So such a call gives a stand-in that
answers to everything and holds nothing; with None, the second line would break the loading.
"""

import contextlib
import sys
from typing import Any, Iterator, List, Optional

_specs: Optional[List[Any]] = None
_depth = 0


def is_loading() -> bool:
    """The runner's bootstrap must not need this package, so it leaves a mark in `__main__`."""
    return _depth > 0 or bool(getattr(sys.modules.get("__main__"), "orrery_loading", False))


def is_collecting() -> bool:
    return _specs is not None


def declare(spec: Any) -> None:
    if _specs is not None:
        _specs.append(spec)


@contextlib.contextmanager
def collecting() -> Iterator[List[Any]]:
    """Collects the deployments that are constructed meanwhile, in their order.

    Within another one it collects for itself: the deployments in a file that only holds the flow
    of one are not asked for.
    """
    global _specs, _depth
    outer, _specs = _specs, []
    _depth += 1
    try:
        yield _specs
    finally:
        _specs = outer
        _depth -= 1


class NotRun:
    """Stands for the result of a flow that was not run because its file is only being loaded."""

    def __getattr__(self, name: str) -> "NotRun":
        # Protocols that look for special methods must not believe that it has all of them.
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> "NotRun":
        return self

    def __getitem__(self, _: Any) -> "NotRun":
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<not run while its file is loaded>"


NOT_RUN = NotRun()


async def not_run() -> NotRun:
    """The same for a coroutine, so that `asyncio.run(my_flow())` goes on."""
    return NOT_RUN
