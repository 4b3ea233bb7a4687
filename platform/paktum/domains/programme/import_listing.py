"""The list of imports, shaped so that its template only prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from paktum.core.languages import Language, locale_of
from paktum.domains.programme.import_queries import ImportFacts


@dataclass(frozen=True, slots=True)
class ListedImport:
    """An import as the list shows it: its facts, and its times in words of the pact's zone."""

    facts: ImportFacts
    machine: str
    when: str
    finished: str
    look: str


def _moment(at: datetime, zone: ZoneInfo, language: Language) -> str:
    locale = locale_of(language)
    return f"{format_date(at.astimezone(zone), 'medium', locale)} {format_time(at, 'short', zone, locale)}"


_LOOKS: Final[Mapping[str, str]] = {"read": "unsure", "imported": "ok", "discarded": "off"}


def listed_import(facts: ImportFacts, timezone: str, language: Language) -> ListedImport:
    """Shape a line of the list of imports; `timezone` is an IANA name."""

    def told(at: datetime | None) -> str:
        return _moment(at, ZoneInfo(timezone), language) if at else ""

    return ListedImport(
        facts,
        facts.created_at.isoformat(timespec="seconds"),
        told(facts.created_at),
        told(facts.finished_at),
        _LOOKS[facts.state],
    )
