"""The working days of a country, as a question that rules take as an argument."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Final

from paktum.core.processes import bare_environment

IsWorkingDay = Callable[[date], bool]
"""Whether people work on a calendar day."""

_DEPARTURES: Final[dict[str, frozenset[date]]] = {}


@cache
def working_days_of(country: str) -> IsWorkingDay:
    """The working days of a country (ISO 3166-1): Monday to Friday without its public holidays, and the Saturdays that are
    worked in exchange for a bridge day, as the `holidays` package knows them. Monday to Friday for an unknown country."""
    if country not in _DEPARTURES:
        learn_working_days([country])
    departures = _DEPARTURES[country]
    return lambda day: (day.weekday() < 5) != (day in departures)


def learn_working_days(countries: Iterable[str]) -> None:
    """Learn what `working_days_of` tells of several countries at once: a process is started for it, which takes a moment."""
    module = "paktum.core.holidays_apart"
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-P", "-m", module, *countries],
        stdout=subprocess.PIPE,
        env=bare_environment(),
        check=True,
    )
    for country, days in json.loads(done.stdout).items():
        _DEPARTURES[country] = frozenset(map(date.fromisoformat, days))
