"""The working days of a country, as a question that rules take as an argument."""

from collections.abc import Callable
from datetime import date
from functools import cache

IsWorkingDay = Callable[[date], bool]
"""Whether people work on a calendar day."""


@cache
def working_days_of(country: str) -> IsWorkingDay:
    """The working days of a country (ISO 3166-1): Monday to Friday without its public holidays, and the Saturdays that are
    worked in exchange for a bridge day, as the `holidays` package knows them. Monday to Friday for an unknown country."""
    # Loaded with the first question: most pages never ask one.
    import holidays

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return lambda day: day.weekday() < 5
    return lambda day: bool(known.is_working_day(day))
