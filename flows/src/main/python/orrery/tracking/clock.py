"""Times as the server reads them."""

import datetime


def text(seconds: float) -> str:
    """Seconds since the epoch in ISO 8601, in UTC, with milliseconds."""
    time = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
