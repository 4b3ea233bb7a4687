"""Time as an argument: rules and services ask a clock, so that tests and re-runs can set it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the present instant, always aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still at an aware instant."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


def today_in(clock: Clock, zone: str) -> date:
    """The calendar day it is now in an IANA time zone such as `Europe/Budapest`."""
    return clock.now().astimezone(ZoneInfo(zone)).date()
