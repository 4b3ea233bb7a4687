"""Reads of bodies: the list of all, one body with its seats, mandates and charters, and choices for forms."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Subquery, and_, func, or_, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.languages import Language, sort_key
from paktum.domains.bodies.rules import (
    HOLDING,
    Composition,
    MandateFacts,
    Office,
    SeatFacts,
    Tenure,
    charter_in_force,
    composition,
    needed_of,
)
from paktum.domains.bodies.tables import Body, Charter, Mandate, Seat
from paktum.domains.partners.tables import Organisation
from paktum.domains.people.tables import Account, Membership
from paktum.plugin.specs import CharterRules


@dataclass(frozen=True)
class BodyLine:
    """A body in the list of all: how many seats and votes it has today, how many seats are filled, who chairs it."""

    id: uuid.UUID
    name: str
    short_name: str
    body_type: str
    area: str
    parent_id: uuid.UUID | None
    parent: str
    ended_on: date | None
    seats: int
    filled: int
    votes: int
    chair: str


def body_list(session: TenantSession, today: date) -> list[BodyLine]:
    """All bodies in their order, past ones too, in one statement."""
    seats, held = _seats_on(today), _held_on(today)
    rows = session.execute(
        select(
            Body.id,
            Body.name,
            Body.short_name,
            Body.body_type,
            Body.area,
            Body.parent_id,
            Body.ended_on,
            func.coalesce(seats.c.seats, 0).label("seats"),
            func.coalesce(seats.c.votes, 0).label("votes"),
            func.coalesce(held.c.filled, 0).label("filled"),
            func.coalesce(held.c.chair, "").label("chair"),
        )
        .outerjoin(seats, seats.c.body_id == Body.id)
        .outerjoin(held, held.c.body_id == Body.id)
        .order_by(Body.sequence, Body.id)
    ).all()
    names = {row.id: row.name for row in rows}
    return [
        BodyLine(
            row.id,
            row.name,
            row.short_name,
            row.body_type,
            row.area,
            row.parent_id,
            names.get(row.parent_id, ""),
            row.ended_on,
            row.seats,
            row.filled,
            row.votes,
            row.chair,
        )
        for row in rows
    ]


def _seats_on(day: date) -> Subquery:
    """Seats and votes of a day, by body."""
    return (
        select(
            Seat.body_id,
            func.count().label("seats"),
            func.coalesce(func.sum(Seat.weight).filter(Seat.voting), 0).label("votes"),
        )
        .where(_in_force(Seat, day))
        .group_by(Seat.body_id)
        .subquery()
    )


def _held_on(day: date) -> Subquery:
    """How many seats somebody holds on a day, and who chairs, by body."""
    return (
        select(
            Mandate.body_id,
            func.count(Seat.id.distinct()).filter(Mandate.role.in_(HOLDING)).label("filled"),
            func.min(Mandate.holder).filter(Mandate.role == "chair").label("chair"),
        )
        .outerjoin(Seat, and_(Seat.id == Mandate.seat_id, _in_force(Seat, day)))
        .where(_in_force(Mandate, day))
        .group_by(Mandate.body_id)
        .subquery()
    )


def _in_force(table: type[Seat] | type[Mandate], day: date) -> Any:
    return and_(or_(table.since.is_(None), table.since <= day), or_(table.ended_on.is_(None), table.ended_on >= day))


@dataclass(frozen=True)
class MandateLine:
    """A mandate as pages show it; `seat` is the label of its seat, or empty; `membership_id` is that of whoever signs in
    for it."""

    id: uuid.UUID
    seat_id: uuid.UUID | None
    office: Office
    holder: str
    tenure: Tenure
    end_reason: str
    seat: str
    email: str = ""
    membership_id: uuid.UUID | None = None


@dataclass(frozen=True)
class SeatLine:
    """A seat as pages show it: who holds it and who stands in on the page's day, and whose turn comes later."""

    id: uuid.UUID
    label: str
    organisation_id: uuid.UUID | None
    organisation: str
    voting: bool
    weight: int
    tenure: Tenure
    version: int
    holders: tuple[MandateLine, ...]
    substitutes: tuple[MandateLine, ...]
    coming: tuple[MandateLine, ...]


@dataclass(frozen=True)
class CharterLine:
    """A version of the charter with its days; `last` None while no later version is known."""

    id: uuid.UUID
    valid_from: date
    last: date | None
    source: str
    rules: CharterRules


@dataclass(frozen=True)
class BodyPage:
    """One body on one day, with all its history."""

    id: uuid.UUID
    name: str
    short_name: str
    body_type: str
    area: str
    purpose: str
    tenure: Tenure
    version: int
    parent: tuple[uuid.UUID, str] | None
    below: tuple[tuple[uuid.UUID, str, str], ...]
    """Bodies under it that have not ended: id, name, area."""
    seats: tuple[SeatLine, ...]
    former_seats: tuple[SeatLine, ...]
    officers: tuple[MandateLine, ...]
    """Mandates in force that belong to no seat: a chair from outside, a secretary."""
    former: tuple[MandateLine, ...]
    charter: CharterLine | None
    next_charter: CharterLine | None
    former_charters: tuple[CharterLine, ...]
    composition: Composition

    @property
    def chair(self) -> MandateLine | None:
        """Who chairs it on the page's day, from a seat or from outside."""
        present = (*self.officers, *(one for seat in self.seats for one in seat.holders))
        return next((one for one in present if one.office == "chair"), None)

    @property
    def quorum(self) -> int | None:
        """How many seats or votes make a quorum today; None without a charter."""
        if self.charter is None:
            return None
        quorum = self.charter.rules.quorum
        total = self.composition.seats if quorum.of == "seats" else self.composition.votes
        return needed_of(quorum.share, quorum.strictly_more, total)


def body_page(session: TenantSession, body_id: uuid.UUID, today: date) -> BodyPage:
    """Everything about a body, in three statements whatever its size. Raises NotFound."""
    around = _around(session, body_id)
    own = next((row for row in around if row.id == body_id), None)
    if own is None:
        raise NotFound
    seat_rows = session.execute(
        select(
            Seat.id,
            Seat.label,
            Seat.organisation_id,
            Seat.voting,
            Seat.weight,
            Seat.since,
            Seat.ended_on,
            Seat.version,
            func.coalesce(Organisation.name, "").label("organisation"),
        )
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id == body_id)
        .order_by(Seat.sequence, Seat.id)
    ).all()
    mandates = _mandates(session, body_id, {row.id: row.label for row in seat_rows})
    return _page(own, around, seat_rows, mandates, today)


def _around(session: TenantSession, body_id: uuid.UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The body with its charters (a row each), the one above it and those below it."""
    parent = select(Body.parent_id).where(Body.id == body_id).scalar_subquery()
    return session.execute(
        select(
            Body.id,
            Body.name,
            Body.short_name,
            Body.body_type,
            Body.area,
            Body.purpose,
            Body.parent_id,
            Body.since,
            Body.ended_on,
            Body.version,
            Charter.id.label("charter_id"),
            Charter.valid_from,
            Charter.valid_until,
            Charter.source,
            Charter.rules,
        )
        .outerjoin(Charter, and_(Charter.body_id == Body.id, Body.id == body_id))
        .where(or_(Body.id == body_id, Body.parent_id == body_id, Body.id == parent))
        .order_by(Body.sequence, Body.id, Charter.valid_from)
    ).all()


def _mandates(session: TenantSession, body_id: uuid.UUID, labels: Mapping[uuid.UUID, str]) -> list[MandateLine]:
    rows = session.execute(
        select(
            Mandate.id,
            Mandate.seat_id,
            Mandate.role,
            Mandate.holder,
            Mandate.since,
            Mandate.ended_on,
            Mandate.end_reason,
            Mandate.email,
            Mandate.membership_id,
        )
        .where(Mandate.body_id == body_id)
        .order_by(Mandate.since.nulls_first(), Mandate.id)
    )
    return [
        MandateLine(
            row.id,
            row.seat_id,
            cast(Office, row.role),
            row.holder,
            Tenure(row.since, row.ended_on),
            row.end_reason,
            labels.get(row.seat_id, ""),
            row.email,
            row.membership_id,
        )
        for row in rows
    ]


def _page(
    own: Row[*tuple[Any, ...]],
    around: Sequence[Row[*tuple[Any, ...]]],
    seat_rows: Sequence[Row[*tuple[Any, ...]]],
    mandates: list[MandateLine],
    today: date,
) -> BodyPage:
    by_seat: dict[uuid.UUID | None, list[MandateLine]] = {}
    for mandate in mandates:
        by_seat.setdefault(mandate.seat_id, []).append(mandate)
    seats = [_seat(row, by_seat.get(row.id, ()), today) for row in seat_rows]
    charters = [
        CharterLine(row.charter_id, row.valid_from, row.valid_until, row.source, CharterRules.model_validate(row.rules))
        for row in around
        if row.id == own.id and row.charter_id is not None
    ]
    charter = charter_in_force([(one.valid_from, one) for one in charters], today)
    parent = next((row for row in around if row.id == own.parent_id), None)
    return BodyPage(
        id=own.id,
        name=own.name,
        short_name=own.short_name,
        body_type=own.body_type,
        area=own.area,
        purpose=own.purpose,
        tenure=Tenure(own.since, own.ended_on),
        version=own.version,
        parent=(parent.id, parent.name) if parent else None,
        below=tuple((r.id, r.name, r.area) for r in around if r.parent_id == own.id and r.ended_on is None),
        seats=tuple(seat for seat in seats if not _over(seat.tenure, today)),
        former_seats=tuple(seat for seat in seats if _over(seat.tenure, today)),
        officers=tuple(one for one in by_seat.get(None, ()) if not _over(one.tenure, today)),
        former=tuple(sorted((one for one in mandates if _over(one.tenure, today)), key=_latest_first)),
        charter=charter,
        next_charter=next((one for one in charters if one.valid_from > today), None),
        former_charters=tuple(one for one in reversed(charters) if one.valid_from <= today and one is not charter),
        composition=composition(
            [SeatFacts(seat.id, seat.voting, seat.tenure, seat.weight) for seat in seats],
            [MandateFacts(one.id, one.seat_id, one.office, one.tenure) for one in mandates],
            today,
        ),
    )


def _seat(row: Row[*tuple[Any, ...]], mandates: Iterable[MandateLine], today: date) -> SeatLine:
    present = [one for one in mandates if one.tenure.covers(today)]
    return SeatLine(
        id=row.id,
        label=row.label,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        voting=row.voting,
        weight=row.weight,
        tenure=Tenure(row.since, row.ended_on),
        version=row.version,
        holders=tuple(one for one in present if one.office != "substitute"),
        substitutes=tuple(one for one in present if one.office == "substitute"),
        coming=tuple(one for one in mandates if one.tenure.since is not None and one.tenure.since > today),
    )


def _over(tenure: Tenure, today: date) -> bool:
    return tenure.last is not None and tenure.last < today


def _latest_first(mandate: MandateLine) -> tuple[int, str]:
    return -(mandate.tenure.last or date.max).toordinal(), mandate.holder


def parent_choices(session: TenantSession, language: Language) -> list[tuple[uuid.UUID, str, str]]:
    """Bodies that have not ended, as (id, name, type), for choosing what a body stands under."""
    rows = session.execute(select(Body.id, Body.name, Body.body_type).where(Body.ended_on.is_(None)))
    key = sort_key(language)
    return sorted(((row.id, row.name, row.body_type) for row in rows), key=lambda row: key(row[1]))


def members_to_tie(session: TenantSession, language: Language) -> list[tuple[str, str]]:
    """Who signs in to the pact, as (id, post and address) for a form's choice, in the order of the reader's alphabet."""
    rows = session.execute(
        select(Membership.id, Membership.post, Account.email)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.ended_at.is_(None))
    )
    key = sort_key(language)
    return sorted(((str(row.id), f"{row.post}, {row.email}") for row in rows), key=lambda choice: key(choice[1]))
