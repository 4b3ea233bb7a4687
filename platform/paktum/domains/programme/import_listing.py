"""The list of imports, shaped so that its template only prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from paktum.core.languages import Language
from paktum.domains.programme.import_queries import ImportFacts
from paktum.web.dates import instant_text


@dataclass(frozen=True, slots=True)
class ListedImport:
    """An import as the list shows it: its facts, and its times in words of the pact's zone."""

    facts: ImportFacts
    machine: str
    when: str
    finished: str
    look: str


_LOOKS: Final[Mapping[str, str]] = {"read": "unsure", "imported": "ok", "discarded": "off"}


def listed_import(facts: ImportFacts, timezone: str, language: Language) -> ListedImport:
    """Shape a line of the list of imports; `timezone` is an IANA name."""

    def told(at: datetime | None) -> str:
        return instant_text(at, timezone, language) if at else ""

    return ListedImport(
        facts,
        facts.created_at.isoformat(timespec="seconds"),
        told(facts.created_at),
        told(facts.finished_at),
        _LOOKS[facts.state],
    )
