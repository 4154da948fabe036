"""What all blocks have."""

import re
from typing import Any, NoReturn

from orrery.errors import SpecError

__all__ = ["Block"]


class Block:
    """Something that a Prefect server keeps by a name."""

    instead = "write it out"

    def __init__(self, **fields: Any):
        self.__dict__.update(fields)

    @classmethod
    def load(cls, name: str, *_: Any, **__: Any) -> NoReturn:
        """
        Raises:
            SpecError: always, with what to write in its place
        """
        raise SpecError(
            f"{cls.__name__}.load('{name}'): Orrery keeps no blocks; "
            + cls.instead.format(re.sub(r"\W", "_", name))
        )

    def save(self, *_: Any, **__: Any) -> None:
        """Nothing: there is nobody to keep it."""
