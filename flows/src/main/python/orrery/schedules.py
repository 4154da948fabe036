"""When a deployment runs by itself, with the names and arguments of Prefect's classes."""

import datetime
import inspect
from typing import Any, Dict, List, Optional

from . import policies
from .errors import SpecError
from .values import to_json

Json = Dict[str, Any]

# Of a mapping, which may be written as the deployment's document has it.
_DOCUMENT_NAMES = {"jitterSeconds": "jitter_seconds", "catchUp": "catch_up"}


class Schedule:
    """A rule that says when.

    Args:
        name: unique in its deployment; without one it is `schedule`, the second `schedule-2`
        parameters: laid over the deployment's parameters
        active: whether it fires; where not, no resuming of the deployment lets it
        start, end: nominal times before and after them do not count; ISO 8601 or datetimes
        jitter_seconds: by how much a run may start after its nominal time, at most
        catch_up: what becomes of nominal times that were missed: `none`, `latest`, `all`, or
            `{"policy": "all", "windowSeconds": 3600}`
    """

    def __init__(
        self,
        name: Optional[str] = None,
        parameters: Optional[Dict[str, Any]] = None,
        active: bool = True,
        start: Any = None,
        end: Any = None,
        jitter_seconds: Any = None,
        catch_up: Any = None,
    ):
        self.name = name
        self.parameters = parameters
        self.active = active
        self.start = start
        self.end = end
        self.jitter_seconds = jitter_seconds
        self.catch_up = catch_up

    def rule(self) -> Json:
        raise NotImplementedError

    def document(self, position: int) -> Json:
        """The schedule in a deployment's document; what is default is left out."""
        number = "" if position == 0 else f"-{position + 1}"
        document: Json = {"name": self.name or f"schedule{number}", **self.rule()}
        if self.parameters:
            document["parameters"] = to_json(self.parameters, "parameters")
        if not self.active:
            document["active"] = False
        for key, bound in (("start", self.start), ("end", self.end)):
            time = _time(bound)
            if time is not None:
                document[key] = _instant(time, None)
        if self.jitter_seconds:
            document["jitterSeconds"] = policies.seconds_of(self.jitter_seconds, "jitter_seconds")
        if self.catch_up is not None:
            document["catchUp"] = policies.catch_up(self.catch_up)
        return document


class IntervalSchedule(Schedule):
    """Every so often, counted from an anchor.

    Args:
        interval: a timedelta, or seconds; 1 second or more, and whole
        anchor_date: one of the times; by default the Unix epoch, with a `timezone` the start of
            2020 there; one without a zone is in `timezone`, or UTC
        timezone: by whose clock on the wall an interval of a day or more is counted, also after
            the clocks have changed; by default that of the anchor, where it has a named one
    """

    def __init__(
        self,
        interval: Any,
        anchor_date: Any = None,
        timezone: Optional[str] = None,
        **more: Any,
    ):
        super().__init__(**more)
        if not isinstance(interval, datetime.timedelta):
            interval = _interval(interval)
        self.interval = interval
        self.anchor_date = anchor_date
        self.timezone = timezone

    def rule(self) -> Json:
        seconds = self.interval.total_seconds()
        if seconds < 1 or seconds != int(seconds):
            raise SpecError(f"An interval has whole seconds, 1 or more, and not {seconds:g}.")
        interval: Json = {"seconds": int(seconds)}
        anchor = _time(self.anchor_date)
        zone = self.timezone or _zone_name(anchor)
        if anchor is not None:
            interval["anchor"] = _instant(anchor, zone)
        if zone:
            interval["timezone"] = str(zone)
        return {"interval": interval}


class CronSchedule(Schedule):
    """By a cron expression, in UTC where no time zone is given."""

    def __init__(self, cron: str, timezone: Optional[str] = None, day_or: bool = True, **more: Any):
        super().__init__(**more)
        self.cron = cron
        self.timezone = timezone
        self.day_or = day_or

    def rule(self) -> Json:
        if not self.day_or:
            raise SpecError("day_or=False is not supported: cron joins both kinds of days by or.")
        cron: Json = {"expression": self.cron}
        if self.timezone:
            cron["timezone"] = str(self.timezone)
        return {"cron": cron}


class RRuleSchedule(Schedule):
    """By a recurrence rule of RFC 5545, whose text may hold DTSTART on a line of its own.

    Args:
        dtstart: the first time that can be, from which the rest is counted
    """

    def __init__(
        self, rrule: str, timezone: Optional[str] = None, dtstart: Any = None, **more: Any
    ):
        super().__init__(**more)
        self.rrule = str(rrule)
        self.timezone = timezone
        self.dtstart = dtstart

    @classmethod
    def from_rrule(cls, rrule: Any) -> "RRuleSchedule":
        """Of a rule of dateutil, whose text is the recurrence rule."""
        return cls(rrule=str(rrule))

    def rule(self) -> Json:
        start, zone, rules = _time(self.dtstart), self.timezone, []
        for line in self.rrule.split():
            field, _, value = line.partition(":")
            if field.upper().startswith("DTSTART"):
                zone = zone or _parameter(field, "TZID")
                start = start or _compact_time(value)
            else:
                rules.append(value if field.upper() == "RRULE" else line)
        if len(rules) != 1:
            raise SpecError(f"A schedule has one recurrence rule, and not {len(rules)}.")
        rrule: Json = {"rule": rules[0]}
        if zone:
            rrule["timezone"] = str(zone)
        if start is not None:
            rrule["start"] = _instant(start, zone)
        return {"rrule": rrule}


def as_schedule(thing: Any) -> Schedule:
    """Of a schedule, a timedelta, or a mapping such as `{"cron": "0 0 * * *"}`."""
    if isinstance(thing, Schedule):
        return thing
    if isinstance(thing, datetime.timedelta):
        return IntervalSchedule(interval=thing)
    kinds = {"interval": IntervalSchedule, "cron": CronSchedule, "rrule": RRuleSchedule}
    if isinstance(thing, dict):
        for key, kind in kinds.items():
            if key in thing:
                return _of_mapping(kind, thing)
    raise SpecError(f"A schedule is an interval, cron or RRULE schedule, and not {thing!r}.")


def _of_mapping(kind: Any, given: Dict[Any, Any]) -> Schedule:
    fields = {_DOCUMENT_NAMES.get(key, key): value for key, value in given.items()}
    known = {*inspect.signature(kind).parameters, *inspect.signature(Schedule).parameters}
    known.discard("more")
    for key in fields:
        if key not in known:
            fields_there_are = ", ".join(sorted(known))
            raise SpecError(f"Such a schedule has no field '{key}'; it has {fields_there_are}.")
    return kind(**fields)


def documents(schedules: List[Any], paused: bool = False) -> List[Json]:
    """The schedules of a deployment; where it says `paused`, all are written as inactive."""
    all_of_them = [as_schedule(each).document(i) for i, each in enumerate(schedules)]
    return [{**each, "active": False} for each in all_of_them] if paused else all_of_them


def _interval(seconds: Any) -> datetime.timedelta:
    try:
        return datetime.timedelta(seconds=seconds)
    except (TypeError, OverflowError):
        raise SpecError(
            f"An interval is a timedelta or a number of seconds, and not {seconds!r}."
        ) from None


def _time(value: Any) -> Optional[datetime.datetime]:
    if value is None or isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    try:
        return datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise SpecError(f"A time is written as 2026-11-22T08:00:00Z, and not {value!r}.") from None


def _compact_time(text: str) -> datetime.datetime:
    zone = datetime.timezone.utc if text.endswith("Z") else None
    for pattern in ("%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            return datetime.datetime.strptime(text.rstrip("Z"), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    raise SpecError(f"DTSTART is written as 20261122T080000, and not '{text}'.")


def _parameter(field: str, name: str) -> Optional[str]:
    for part in field.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.upper() == name:
            return value
    return None


def _instant(time: datetime.datetime, zone: Optional[str]) -> str:
    """In UTC: the same instant is then the same text, however it was written."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=_zone(zone))
    text = time.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
    return text + "Z"


def _zone_name(time: Optional[datetime.datetime]) -> Optional[str]:
    """As zoneinfo or pytz has it; an offset has none."""
    zone = time and time.tzinfo
    return getattr(zone, "key", None) or getattr(zone, "zone", None)


def _zone(name: Optional[str]) -> datetime.tzinfo:
    if not name or str(name).upper() == "UTC":
        return datetime.timezone.utc
    try:
        import zoneinfo  # Since Python 3.9.

        return zoneinfo.ZoneInfo(str(name))
    except (ImportError, ValueError, OSError, KeyError):
        raise SpecError(f"The time zone '{name}' is not known here.") from None
