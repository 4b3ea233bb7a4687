"""Run as a process: on which days countries depart from a week of Monday to Friday, as the `holidays` package knows them.

The package loads every country of the world to answer for one; asked here, none of that stays in a server's memory.
"""

import json
import sys
from datetime import date

import holidays

from paktum.core.periods import FIRST_YEAR, LAST_YEAR


def departures(country: str) -> list[str]:
    """The weekdays nobody works on, and the Saturdays and Sundays that are worked, as ISO dates; none if it is unknown."""
    try:
        known = holidays.country_holidays(country, years=range(FIRST_YEAR, LAST_YEAR + 1))
    except NotImplementedError:
        return []
    days: set[date] = {*known, *known.weekend_workdays}
    return sorted(day.isoformat() for day in days if (day.weekday() < 5) != known.is_working_day(day))


if __name__ == "__main__":
    json.dump({country: departures(country) for country in sys.argv[1:]}, sys.stdout)
