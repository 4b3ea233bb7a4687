"""The filters of the list of meetings: read from the address, written back to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from paktum.core.ids import as_id
from paktum.core.periods import as_year
from paktum.domains.meetings.rules.life import MeetingState

View = Literal["coming", "past", "all"]
VIEWS: Final[tuple[View, ...]] = ("coming", "past", "all")


@dataclass(frozen=True)
class MeetingFilters:
    """What a reader wants of the list; empty fields leave all in."""

    view: View = "coming"
    body: uuid.UUID | None = None
    state: str = ""
    year: int | None = None
    text: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "MeetingFilters":
        """The filters of an address; a value that means nothing is passed over, so that old addresses still open."""
        state = arguments.get("state", "")
        view: View = next((one for one in VIEWS if one == arguments.get("view")), VIEWS[0])
        return cls(
            view=view,
            body=as_id(arguments.get("body")),
            state=state if state in list(MeetingState) else "",
            year=as_year(arguments.get("year", "")),
            text=arguments.get("text", "").strip()[:200],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything of the view is left out."""
        return bool(self.body or self.state or self.year or self.text)

    def arguments(self, *, view: View | None = None) -> dict[str, Any]:
        """The filters as arguments of an address, with another view if so asked."""
        wanted = {
            "view": view or self.view,
            "body": str(self.body or ""),
            "state": self.state,
            "year": str(self.year or ""),
            "text": self.text,
        }
        return {name: value for name, value in wanted.items() if value and (name, value) != ("view", "coming")}
