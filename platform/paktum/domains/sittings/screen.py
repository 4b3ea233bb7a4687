"""The meeting screen, shaped so that its templates only print."""

import difflib
import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from paktum.core.database import TenantSession
from paktum.core.messages import Message, msg
from paktum.domains.meetings.queries import AgendaRow, BodyOfMeeting, MeetingHead, agenda_rows, meeting_head
from paktum.domains.sittings.queries import (
    NOTHING_CAST,
    Announced,
    Ballots,
    GivenTask,
    MotionRow,
    OpenVote,
    Outcome,
    announcements_of,
    ballots_of,
    decisions_of,
    motions_of,
    tasks_of,
)
from paktum.domains.sittings.roster import Declared, Roster, SittingSeat, roster_of
from paktum.domains.sittings.rules.counting import Count
from paktum.domains.sittings.rules.quorum import Quorum, quorum_of
from paktum.domains.tasks.service import OpenTask, tasks_on_agenda

MANY_SEATS: Final = 40
"""From here on the strip has no room for names."""
_LONGEST_SHORT: Final = 6
_BETWEEN_WORDS: Final = re.compile(r"[\s\-–—,()./]+")
_TOKENS: Final = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Bar:
    """A seat in the strip of presence: its short name, its look, and what is said of it below and to listeners."""

    seat: SittingSeat
    short: str
    look: Literal["", "is-proxy", "is-away"]
    words: Message | str
    spoken: Message


@dataclass(frozen=True, slots=True)
class Strip:
    """The presence of one body and whether it can decide."""

    body: BodyOfMeeting
    quorum: Quorum
    bars: tuple[Bar, ...]

    @property
    def many(self) -> bool:
        return len(self.bars) > MANY_SEATS


@dataclass(frozen=True, slots=True)
class MotionPart:
    """A motion under the item at hand; `amended` the number of the motion it would change, `changes` how."""

    row: MotionRow
    number: int
    amended: int | None = None
    changes: tuple[tuple[str, str], ...] = ()
    waits: bool = False
    """Whether amendments to it have to be voted on first."""
    decisions: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class ScreenPage:
    """Everything the meeting screen prints. `item` is the one shown, `current` the one at hand; None before and after."""

    head: MeetingHead
    strips: tuple[Strip, ...]
    agenda: tuple[AgendaRow, ...]
    item: AgendaRow | None
    current: AgendaRow | None
    following: AgendaRow | None
    motions: tuple[MotionPart, ...]
    vote: OpenVote | None
    ballots: Ballots
    count: Count | None
    decisions: tuple[Outcome, ...]
    tasks: tuple[GivenTask, ...]
    roster: Roster
    reviewed: tuple[OpenTask, ...] = ()
    announced: tuple[Announced, ...] = field(default=())

    @property
    def in_session(self) -> bool:
        return self.head.state == "in_session"

    @property
    def motion_on_wall(self) -> MotionPart | None:
        """What the room looks at: the motion being voted on, else the last one under the item that was not withdrawn."""
        shown = [part for part in self.motions if part.row.state != "withdrawn"]
        return next((part for part in shown if part.row.state == "voting"), shown[-1] if shown else None)

    @property
    def hides_counts(self) -> bool:
        """Whether the counts have to stay unknown for now: a secret vote of which single votes come in one by one."""
        return self.vote is not None and self.vote.secret and self.vote.method == "link"

    @property
    def marks(self) -> dict[str, str]:
        """What is noted of the open vote, by the names of the fields in which the office notes it."""
        if self.vote is None:
            return {}
        if self.vote.method == "by_name":
            seats = (seat.seat_id for body in self.vote.roll.bodies for seat in body.castable)
            return {f"seat-{seat}": self.ballots.choices.get(seat, "none") for seat in seats}
        if self.vote.method == "show":
            return {f"count-{body}-{choice}": str(votes) for (body, choice), votes in self.ballots.counts.items()}
        return {}

    @property
    def motions_mark(self) -> str:
        """Letters that change when a motion on the screen does: when one is tabled, reworded, decided, or a vote annulled."""
        told = (f"{part.row.id} {part.row.version} {part.row.state} {len(part.row.annulled)}" for part in self.motions)
        return hashlib.sha256("/".join(told).encode()).hexdigest()[:12]

    @property
    def voted(self) -> int:
        """How many seats have cast their vote."""
        return len(self.ballots.voted)


def screen_page(session: TenantSession, meeting_id: uuid.UUID, shown: uuid.UUID | None = None) -> ScreenPage:
    """Read and shape the screen in at most ten statements; `shown` is an item to look at instead of the one at hand.

    Raises NotFound for the meeting; an item that is not on its agenda is passed over.
    """
    head = meeting_head(session, meeting_id)
    agenda = tuple(item for item in agenda_rows(session, meeting_id) if item.stands)
    current = next((item for item in agenda if item.state == "current"), None)
    item = next((item for item in agenda if item.id == shown), None) or current or _first_to_come(agenda)
    roster = roster_of(session, head, item.id if item else None)
    motions, vote = motions_of(session, meeting_id)
    ballots = ballots_of(session, vote.id) if vote else NOTHING_CAST
    decisions = tuple(decisions_of(session, meeting_id))
    return ScreenPage(
        head=head,
        strips=strips_of(head, roster),
        agenda=agenda,
        item=item,
        current=current,
        following=_after(agenda, item),
        motions=_motion_parts(motions, item, decisions),
        vote=vote,
        ballots=ballots,
        count=ballots.count(vote) if vote else None,
        decisions=decisions,
        tasks=tuple(tasks_of(session, meeting_id)),
        roster=roster,
        reviewed=tuple(tasks_on_agenda(session, item.id)) if item and item.kind == "task_review" else (),
        announced=tuple(announcements_of(session, item.id)) if item and item.kind == "announcements" else (),
    )


def _first_to_come(agenda: Sequence[AgendaRow]) -> AgendaRow | None:
    return next((item for item in agenda if item.state == "open"), agenda[-1] if agenda else None)


def _after(agenda: Sequence[AgendaRow], item: AgendaRow | None) -> AgendaRow | None:
    """The next item that was not dealt with yet."""
    places = [place for place, one in enumerate(agenda) if item is not None and one.id == item.id]
    rest = agenda[places[0] + 1 :] if places else agenda
    return next((one for one in rest if one.state == "open"), None)


def strips_of(head: MeetingHead, roster: Roster) -> tuple[Strip, ...]:
    """The strips of presence, a body each."""
    return tuple(_strip(head, body, roster) for body in head.bodies)


def _strip(head: MeetingHead, body: BodyOfMeeting, roster: Roster) -> Strip:
    seats = roster.of_body(body.body_id)
    quorum = quorum_of([seat.state for seat in seats], body.charter.quorum, head.convening)
    shorts = short_names([seat.name for seat in seats])
    names = {seat.id: short for seat, short in zip(seats, shorts, strict=True)}
    return Strip(body, quorum, tuple(_bar(seat, roster, names) for seat in seats))


def _bar(seat: SittingSeat, roster: Roster, names: dict[uuid.UUID, str]) -> Bar:
    short, stay = names[seat.id], seat.stay
    if seat.everywhere:
        return Bar(seat, short, "", "", msg("votes in writing"))
    if stay is not None and seat.out is not None:
        return Bar(seat, short, "is-away", msg("out for this item"), msg("out for this item"))
    if stay is not None:
        words: Message | str = msg("from afar") if stay.way == "remote" else ""
        if not words and stay.capacity == "substitute":
            words = msg("substitute")
        return Bar(seat, short, "", words, msg("present"))
    holder = roster.seat(seat.proxy_holder) if seat.proxy_holder else None
    if holder is not None and holder.present:
        words = msg("votes through %(name)s", name=names[holder.id])
        return Bar(seat, short, "is-proxy", words, words)
    if seat.excused is not None:
        return Bar(seat, short, "is-away", msg("excused"), msg("excused"))
    if seat.declared is not None:
        return _declared_bar(seat, short, seat.declared)
    if not seat.holder and not seat.substitutes:
        return Bar(seat, short, "is-away", msg("vacant seat"), msg("vacant seat"))
    return Bar(seat, short, "is-away", "", msg("not here"))


def _declared_bar(seat: SittingSeat, short: str, declared: Declared) -> Bar:
    """A seat whose holder let the office know beforehand."""
    if declared.stand_in:
        return Bar(seat, short, "is-away", msg("sends somebody"), msg("sends %(name)s", name=declared.stand_in))
    words = msg("declined") if declared.declined else msg("sent word")
    return Bar(seat, short, "is-away", words, words)


def short_names(names: Sequence[str]) -> list[str]:
    """Short names for the strip: initials of several words, abbreviations as they are; equal ones get a number."""
    made: list[str] = []
    seen: dict[str, int] = {}
    for name in names:
        short = _short(name)
        seen[short] = seen.get(short, 0) + 1
        made.append(short if seen[short] == 1 else f"{short} {seen[short]}")
    return made


def _short(name: str) -> str:
    words = [word for word in _BETWEEN_WORDS.split(name) if len(word) > 2 or word.isupper()]
    if len(words) <= 1:
        return (words[0] if words else name)[:12]
    parts = [word if word.isupper() and len(word) > 1 else word[0].upper() for word in words]
    short = ""
    for part in parts:
        if len(short) + len(part) <= _LONGEST_SHORT:
            short += part
    return short


def _motion_parts(
    motions: Sequence[MotionRow], item: AgendaRow | None, decisions: Sequence[Outcome]
) -> tuple[MotionPart, ...]:
    """The motions of an item: each main motion after the amendments to it, because these are voted on first."""
    here = [motion for motion in motions if item is not None and motion.item_id == item.id]
    mains = [motion for motion in here if motion.amends_id is None]
    parts: list[MotionPart] = []
    for number, main in enumerate(mains, 1):
        amendments = [motion for motion in here if motion.amends_id == main.id]
        for place, amendment in enumerate(amendments, 1):
            decided = amendment.state in ("carried", "rejected", "withdrawn")
            changes = () if decided else word_changes(main.text, amendment.text)
            parts.append(MotionPart(amendment, place, number, changes))
        waits = any(amendment.state in ("tabled", "voting") for amendment in amendments)
        taken = tuple(one for one in decisions if one.motion_id == main.id and not one.annulled)
        parts.append(MotionPart(main, number, waits=waits, decisions=taken))
    return tuple(parts)


def word_changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Two texts as pieces in reading order: ("same" | "del" | "ins", words)."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[tuple[str, str]] = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(("del", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(("ins", "".join(new[new_from:new_to])))
    return tuple(pieces)


def minutes_running(item: AgendaRow, now: datetime) -> int | None:
    """For how many minutes an item has been at hand; None for one that is not."""
    if item.state != "current" or item.started_at is None:
        return None
    return max(0, int((now - item.started_at).total_seconds() // 60))
