"""How often a deployment's runs are tried, how many there are, and what of a schedule is made up."""

import datetime
import math
from typing import Any, Dict, Optional

from .errors import SpecError

Json = Dict[str, Any]

# As Prefect calls what becomes of a run that finds no room.
_COLLISIONS = {"ENQUEUE": "queue", "CANCEL_NEW": "skip"}


def retry(retries: Any, delay: Any, jitter: Any, ends: Any) -> Optional[Json]:
    """The retry policy for so many retries; none where there are none.

    Args:
        retries: attempts after the first
        delay: seconds, a list of them, a timedelta, or `{"initial", "factor", "max"}`
        jitter: 0 to 1
        ends: of `failed`, `timed-out` and `crashed`, after which ends; None for all
    """
    if not retries:
        return None
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        raise SpecError(f"'retries' is a whole number, 0 or more, and not {retries!r}.")
    policy: Json = {"attempts": retries + 1}
    if delay:
        policy["delaySeconds"] = _delay(delay)
    if jitter:
        policy["jitter"] = jitter
    if ends is not None:
        policy["on"] = [ends] if isinstance(ends, str) else list(ends)
    return policy


def _delay(delay: Any) -> Any:
    if isinstance(delay, dict):
        seconds = {key: seconds_of(value, key) for key, value in delay.items() if key != "factor"}
        return {**seconds, **({"factor": delay["factor"]} if "factor" in delay else {})}
    if isinstance(delay, (list, tuple)):
        return [seconds_of(each, "retry_delay_seconds") for each in delay]
    return seconds_of(delay, "retry_delay_seconds")


def seconds_of(value: Any, key: str) -> int:
    """Whole seconds of a number or a timedelta; a part of one counts as one."""
    if isinstance(value, datetime.timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise SpecError(f"'{key}' is a number of seconds, and not {value!r}.")
    return math.ceil(value)


def optional_seconds(value: Any, key: str) -> Optional[int]:
    return None if value is None else seconds_of(value, key)


def concurrency(limit: Any) -> Optional[Json]:
    """Of a number, a mapping `{"limit", "collision"}`, or Prefect's ConcurrencyLimitConfig."""
    if limit is None:
        return None
    if isinstance(limit, dict):
        number, collision = limit.get("limit"), limit.get("collision")
        unknown = sorted(set(limit) - {"limit", "collision"})
        if unknown:
            raise SpecError(f"'concurrency_limit' has limit and collision, and not {unknown[0]}.")
    elif isinstance(limit, int):
        number, collision = limit, None
    else:
        number, collision = getattr(limit, "limit", None), getattr(limit, "collision_strategy", None)
    if isinstance(number, bool) or not isinstance(number, int):
        raise SpecError(f"'concurrency_limit' is a whole number, and not {number!r}.")
    name = str(getattr(collision, "value", collision or "queue"))
    return {"limit": number, "collision": _COLLISIONS.get(name, name)}


def catch_up(policy: Any) -> Optional[Json]:
    """Of `none`, `latest` or `all`, or a mapping `{"policy", "windowSeconds"}`."""
    if policy is None:
        return None
    if isinstance(policy, str):
        return {"policy": policy}
    if isinstance(policy, dict):
        return {key: policy[key] for key in sorted(policy)}
    raise SpecError(f"'catch_up' is none, latest or all, and not {policy!r}.")
