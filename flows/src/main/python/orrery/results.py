"""What a flow returns, as it is kept."""

import json
from typing import Any

from .values import to_json


def text(result: Any) -> str:
    """The result as JSON text: what `json` writes as it writes it, all else as parameters are.

    Raises:
        SpecError: when it can't be JSON
    """
    try:
        return json.dumps(result, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return json.dumps(to_json(result, "the result"))
