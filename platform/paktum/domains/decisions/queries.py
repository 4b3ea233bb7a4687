"""Reads of decisions: the register with its filters, one decision, and choices for forms."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import as_id
from paktum.core.languages import Language, sort_key
from paktum.core.periods import as_year
from paktum.core.search import has_words
from paktum.domains.bodies.tables import Body, Seat
from paktum.domains.decisions.rules import EXECUTIONS, Execution, VoteCounts, short_title
from paktum.domains.decisions.tables import Decision

PAGE: Final = 50
_UNFINISHED: Final = ("open", "in_progress")


@dataclass(frozen=True)
class DecisionFilter:
    """What the register shows: words in it, a body, a year, a state of execution (or `due`, `late`), publication."""

    text: str = ""
    body: uuid.UUID | None = None
    year: int | None = None
    execution: str = ""
    published: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "DecisionFilter":
        """The filter that an address carries; what it does not understand is left out."""
        execution, published = arguments.get("execution", ""), arguments.get("published", "")
        return cls(
            text=" ".join(arguments.get("text", "").split())[:100],
            body=as_id(arguments.get("body")),
            year=as_year(arguments.get("year", "")),
            execution=execution if execution in (*EXECUTIONS, "due", "late") else "",
            published=published if published in ("yes", "no") else "",
        )

    def arguments(self, **changed: str) -> dict[str, str]:
        """The filter as an address carries it, with some of it changed; empty parts are left out."""
        present = {
            "text": self.text,
            "body": str(self.body or ""),
            "year": str(self.year or ""),
            "execution": self.execution,
            "published": self.published,
            **changed,
        }
        return {name: value for name, value in present.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.arguments())


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as the register shows it; `counts` is None where no votes were noted."""

    id: uuid.UUID
    number: str
    title: str
    body_id: uuid.UUID
    body: str
    decided_on: date
    counts: VoteCounts | None
    execution: Execution
    due_on: date | None
    published: bool
    repealed: bool
    annulled: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A body that has decisions, with the years of these, the latest first."""

    body_id: uuid.UUID
    name: str
    years: tuple[int, ...]


def stands() -> ColumnElement[bool]:
    """That a decision was not annulled with its vote."""
    return Decision.annulled_because.is_(None)


def shelves(session: TenantSession, language: Language, *, whole: bool) -> list[Shelf]:
    """What the register can be filtered by, in the order of the reader's alphabet; one statement.

    Here and below: only with `whole` is anything told of decisions that are not published, or beyond the published words.
    """
    year = func.extract("year", Decision.decided_on)
    rows = session.execute(
        select(Body.id, Body.name, func.array_agg(year.distinct()).label("years"))
        .join(Decision, Decision.body_id == Body.id)
        .where(true() if whole else Decision.published_at.is_not(None))
        .group_by(Body.tenant_id, Body.id)
    )
    key = sort_key(language)
    found = [Shelf(row.id, row.name, tuple(sorted((int(y) for y in row.years), reverse=True))) for row in rows]
    return sorted(found, key=lambda shelf: key(shelf.name))


def register(
    session: TenantSession, wanted: DecisionFilter, today: date, page: int, *, whole: bool
) -> tuple[list[DecisionLine], int]:
    """A page (from 1) of the register, the latest decision first, and how many decisions there are; one statement."""
    rows = session.execute(
        _filtered(
            select(
                Decision.id,
                Decision.number,
                Decision.title,
                Decision.public_text,
                Decision.body_id,
                Body.name.label("body"),
                Decision.decided_on,
                Decision.counts,
                Decision.execution,
                Decision.due_on,
                Decision.published_at.is_not(None).label("published"),
                Decision.repealed_by_id.is_not(None).label("repealed"),
                Decision.annulled_because.is_not(None).label("annulled"),
                func.count().over().label("total"),
            ),
            wanted,
            today,
            whole=whole,
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    lines = [
        DecisionLine(
            row.id,
            row.number,
            row.title if whole else short_title("", row.public_text or ""),
            row.body_id,
            row.body,
            row.decided_on,
            VoteCounts.of(row.counts),
            cast(Execution, row.execution),
            row.due_on,
            row.published,
            row.repealed,
            row.annulled,
        )
        for row in rows
    ]
    return lines, rows[0].total if rows else 0


def register_rows(session: TenantSession, wanted: DecisionFilter, today: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every decision of a filter with all that a file of the register holds; one statement."""
    later = aliased(Decision)
    statement = select(
        Decision.number,
        Decision.title,
        Decision.text,
        Body.name.label("body"),
        Decision.decided_on,
        Decision.meeting_called,
        Decision.meeting_place,
        Decision.item_called,
        Decision.counts,
        Decision.execution,
        Decision.execution_note,
        Decision.due_on,
        Decision.published_at,
        Decision.annulled_because,
        later.number.label("repealed_by"),
    ).outerjoin(later, later.id == Decision.repealed_by_id)
    return session.execute(_filtered(statement, wanted, today, whole=True)).all()


def _filtered(
    statement: Select[*tuple[Any, ...]], wanted: DecisionFilter, today: date, *, whole: bool
) -> Select[*tuple[Any, ...]]:
    where: list[ColumnElement[bool]] = [] if whole else [Decision.published_at.is_not(None)]
    if wanted.text:
        # Whoever may read the published words only must not find by others what stands beside them.
        inside = (Decision.number, Decision.title, Decision.text)
        columns = inside if whole else (Decision.number, Decision.public_text)
        where.append(has_words(wanted.text, *columns))
    if wanted.body is not None:
        where.append(Decision.body_id == wanted.body)
    if wanted.year is not None:
        where.append(Decision.decided_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.execution in ("due", "late"):
        where.append(Decision.execution.in_(_UNFINISHED))
    elif wanted.execution:
        where.append(Decision.execution == wanted.execution)
    if wanted.execution == "late":
        where.append(Decision.due_on < today)
    if wanted.published:
        where.append(Decision.published_at.is_not(None) == (wanted.published == "yes"))
    return (
        statement.join(Body, Body.id == Decision.body_id)
        .where(*where)
        .order_by(Decision.decided_on.desc(), Decision.ordinal.desc(), Decision.id)
    )


@dataclass(frozen=True)
class DecisionPage:
    """A decision with everything that its page, its forms and its extract show; words that are not known are empty.

    `annulled` says why the vote by which it was taken does not count, and with it the decision; empty while it stands.
    """

    id: uuid.UUID
    number: str
    title: str
    text: str
    body_id: uuid.UUID
    body: str
    decided_on: date
    counts: VoteCounts | None
    meeting_id: uuid.UUID | None
    meeting: str
    place: str
    item: str
    vote_event_id: uuid.UUID | None
    subject_kind: str | None
    subject_id: uuid.UUID | None
    execution: Execution
    execution_note: str
    due_on: date | None
    repealed_by: tuple[uuid.UUID, str] | None
    repeals: tuple[tuple[uuid.UUID, str], ...]
    annulled: str
    published_at: datetime | None
    public_text: str | None
    version: int

    @property
    def own_title(self) -> str:
        """The title, unless it only repeats how the text begins."""
        beginning = self.title.rstrip("…")
        return "" if " ".join(self.text.split()).startswith(beginning) else self.title

    @property
    def vote_address(self) -> str | None:
        """The path of the proof of the vote by which it was taken; None for one entered by hand."""
        if self.meeting_id is None or self.vote_event_id is None:
            return None
        return f"/meetings/{self.meeting_id}/votes/{self.vote_event_id}"


def votes_of_body(session: TenantSession, body_id: uuid.UUID, day: date) -> int:
    """How many votes the voting seats of a body have on a day, by their weights."""
    found = session.scalar(
        select(func.coalesce(func.sum(Seat.weight), 0)).where(
            Seat.body_id == body_id,
            Seat.voting,
            or_(Seat.since.is_(None), Seat.since <= day),
            or_(Seat.ended_on.is_(None), Seat.ended_on >= day),
        )
    )
    return int(found or 0)


def decision_page(session: TenantSession, decision_id: uuid.UUID) -> DecisionPage:
    """One decision, in one statement. Raises NotFound."""
    other = aliased(Decision)
    rows = session.execute(
        select(Decision, Body.name.label("body"), other.id.label("other_id"), other.number.label("other_number"))
        .join(Body, Body.id == Decision.body_id)
        .outerjoin(other, or_(other.id == Decision.repealed_by_id, other.repealed_by_id == Decision.id))
        .where(Decision.id == decision_id)
        .order_by(other.decided_on, other.ordinal)
    ).all()
    if not rows:
        raise NotFound
    row: Decision = rows[0].Decision
    others = [(one.other_id, one.other_number) for one in rows if one.other_id is not None]
    return DecisionPage(
        id=row.id,
        number=row.number,
        title=row.title,
        text=row.text,
        body_id=row.body_id,
        body=rows[0].body,
        decided_on=row.decided_on,
        counts=VoteCounts.of(row.counts),
        meeting_id=row.meeting_id,
        meeting=row.meeting_called or "",
        place=row.meeting_place or "",
        item=row.item_called or "",
        vote_event_id=row.vote_event_id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        execution=cast(Execution, row.execution),
        execution_note=row.execution_note,
        due_on=row.due_on,
        repealed_by=next((one for one in others if one[0] == row.repealed_by_id), None),
        repeals=tuple(one for one in others if one[0] != row.repealed_by_id),
        annulled=row.annulled_because or "",
        published_at=row.published_at,
        public_text=row.public_text,
        version=row.version,
    )


def published_page(session: TenantSession, decision_id: uuid.UUID) -> DecisionPage:
    """One decision as the public may read it: its published words, and nothing that stands beside them. One statement.

    Raises NotFound also for a decision that is not published.
    """
    page = decision_page(session, decision_id)
    if page.published_at is None or page.public_text is None:
        raise NotFound
    return replace(
        page,
        title=short_title("", page.public_text),
        text=page.public_text,
        public_text=None,
        execution_note="",
        meeting_id=None,
        meeting="",
        place="",
        item="",
        vote_event_id=None,
        subject_kind=None,
        subject_id=None,
        repeals=(),
    )


def later_decisions(session: TenantSession, decision: DecisionPage) -> list[tuple[str, str]]:
    """The decisions that may repeal one, as (id, number and title), the latest first; one statement."""
    rows = session.execute(
        select(Decision.id, Decision.number, Decision.title)
        .where(
            Decision.body_id == decision.body_id,
            Decision.decided_on >= decision.decided_on,
            Decision.id != decision.id,
            stands(),
        )
        .order_by(Decision.decided_on.desc(), Decision.ordinal.desc())
        .limit(200)
    )
    return [(str(row.id), f"{row.number}: {row.title}") for row in rows]


def deciding_bodies(session: TenantSession, language: Language) -> list[tuple[str, str]]:
    """Bodies that have not ended, as (id, name) for a form's choice, in the order of the reader's alphabet."""
    rows = session.execute(select(Body.id, Body.name).where(Body.ended_on.is_(None)))
    key = sort_key(language)
    return sorted(((str(row.id), row.name) for row in rows), key=lambda choice: key(choice[1]))
