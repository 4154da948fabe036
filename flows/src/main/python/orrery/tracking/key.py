"""What a server knows the caller by. It is never shown."""

import os
import re
from typing import Dict

_CHARACTERS_MAX = 4_096

# What a header can hold, without spaces.
_SENDABLE = re.compile(f"[!-~]{{1,{_CHARACTERS_MAX}}}")


def headers() -> Dict[str, str]:
    """With the key of ORRERY_API_KEY, else of the file that ORRERY_API_KEY_FILE names.

    Raises:
        ValueError: when it can't be read or sent; the message does not show it
    """
    text, where = os.environ.get("ORRERY_API_KEY", "").strip(), "ORRERY_API_KEY"
    file = os.environ.get("ORRERY_API_KEY_FILE", "").strip()
    if not text and not file:
        return {}
    if not text:
        text, where = _read(file), "the file of ORRERY_API_KEY_FILE"
    if not _SENDABLE.fullmatch(text):
        raise ValueError(
            f"There is no API key in {where}: that has 1 to 4,096 letters, digits and signs of"
            " ASCII, without spaces."
        )
    return {"Authorization": f"Bearer {text}"}


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as source:
            return source.read(2 * _CHARACTERS_MAX).strip()
    except OSError:
        raise ValueError(
            f"The file {file}, which ORRERY_API_KEY_FILE names, can't be read."
        ) from None
