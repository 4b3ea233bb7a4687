"""Rules of an agenda: what may be entered, how long it takes, what a new one begins with, and the order of its items."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from paktum.core.ids import SubjectRef
from paktum.core.messages import Message, msg
from paktum.plugin.specs import StandingItem

LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 20_000
LONGEST_ITEM: Final = 1440
FREE: Final = "free"
KIND_LABELS: Final[Mapping[str, Message]] = {
    FREE: msg("An item of its own"),
    "opening": msg("Opening and quorum"),
    "minutes_approval": msg("Approval of earlier minutes"),
    "task_review": msg("Tasks that are still open"),
    "referrals": msg("What other bodies forwarded"),
    "theme": msg("Lead theme"),
    "questions": msg("Current questions"),
    "announcements": msg("Planned activities, announced beforehand"),
    "report": msg("A report to accept"),
    "group_reports": msg("What the groups found"),
    "groups": msg("Forming groups on the spot"),
    "closing": msg("Closing and the next date"),
}
ITEM_STATE_WORDS: Final[Mapping[str, Message]] = {
    "open": msg("to come"),
    "current": msg("now"),
    "done": msg("dealt with"),
    "carried": msg("carried over"),
    "withdrawn": msg("taken off the agenda"),
}


@dataclass(frozen=True)
class ItemDraft:
    """What people enter of an agenda item; `minutes` is its planned length, `kind` `free` or a standing code."""

    title: str
    kind: str = FREE
    text: str = ""
    presenter: str = ""
    working_group_id: uuid.UUID | None = None
    minutes: int | None = None
    public: bool = True
    subject: SubjectRef | None = None
    carried_from_id: uuid.UUID | None = None


def item_problems(draft: ItemDraft) -> dict[str, Message]:
    """What is wrong with an item, by field."""
    found: dict[str, Message] = {}
    if not draft.title.strip():
        found["title"] = msg("Say what the item is about.")
    elif len(draft.title) > LONGEST_TITLE:
        found["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    if draft.kind not in KIND_LABELS:
        found["kind"] = msg("Choose one of the list.")
    if len(draft.text) > LONGEST_TEXT:
        found["text"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TEXT)
    if len(draft.presenter) > LONGEST_TITLE:
        found["presenter"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TITLE)
    if draft.minutes is not None and not 1 <= draft.minutes <= LONGEST_ITEM:
        found["minutes"] = msg("An item takes between 1 and %(most)d minutes.", most=LONGEST_ITEM)
    return found


def joined_standing_items(agendas: Sequence[Sequence[StandingItem]]) -> list[StandingItem]:
    """The standing items of bodies that meet together: those of the first, then of each other what it has not, before the
    closing. A kind that a body has twice stays twice."""
    if not agendas:
        return []
    joined = list(agendas[0])
    for agenda in agendas[1:]:
        known = {item.kind for item in joined}
        further = [item for item in agenda if item.kind not in known]
        at = next((place for place, item in enumerate(joined) if item.kind == "closing"), len(joined))
        joined[at:at] = further
    return joined


class Timed(Protocol):
    """An item with a planned length and a state."""

    @property
    def minutes(self) -> int | None: ...
    @property
    def stands(self) -> bool: ...


Item = TypeVar("Item", bound=Timed)


def planned_times(items: Iterable[Item], starts_at: datetime) -> list[tuple[Item, datetime | None]]:
    """When each item is planned to begin; None from the first item on whose length nobody said, and for one taken off."""
    begins: datetime | None = starts_at
    found: list[tuple[Item, datetime | None]] = []
    for item in items:
        if not item.stands:
            found.append((item, None))
            continue
        found.append((item, begins))
        begins = begins + timedelta(minutes=item.minutes) if begins is not None and item.minutes else None
    return found


def planned_minutes(items: Iterable[Timed]) -> int:
    """How long the items take together, as far as their lengths are known."""
    return sum(item.minutes or 0 for item in items if item.stands)


def moved(order: Sequence[uuid.UUID], item: uuid.UUID, to: int) -> list[uuid.UUID]:
    """The order with an item at another place, counted from 0 and kept within the list."""
    others = [one for one in order if one != item]
    place = min(max(to, 0), len(others))
    return [*others[:place], item, *others[place:]]
