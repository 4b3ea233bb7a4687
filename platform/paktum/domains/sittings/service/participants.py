"""Who somebody at a meeting is: by the personal link, by being signed in, or by having checked in with a phone there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, cast

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.links import is_link_secret, link_secret
from paktum.domains.meetings.invitee_conditions import asks_member
from paktum.domains.meetings.rules.inviting import LINK_PURPOSE
from paktum.domains.meetings.tables import Invitee
from paktum.domains.sittings.tables import Attendance

InviteeKind = Literal["seat", "substitute", "guest", "walk_in"]
STAY: Final = "sittings.stay"
"""What the link of a phone that checked in is made for; it opens as long as that stay lasts."""


@dataclass(frozen=True)
class Participant:
    """Somebody at a meeting.

    `invitees` are all their invitations to it: in a joint session one person may sit in several bodies. `seats` says for
    each of their seats whether they are asked as its holder or as a substitute. `stay_id` is set where nothing but a
    check-in in the room tells who they are, `actor` where they are signed in.
    """

    meeting_id: uuid.UUID
    person: str
    organisation: str
    language: str | None
    invitees: frozenset[uuid.UUID]
    seats: Mapping[uuid.UUID, InviteeKind] = field(default_factory=dict)
    organisation_id: uuid.UUID | None = None
    stay_id: uuid.UUID | None = None
    actor: Actor | None = None

    @property
    def invitee_id(self) -> uuid.UUID | None:
        """The invitation under which things are kept that a person does once; the oldest, so that it is always the same."""
        return min(self.invitees, default=None)


_OWN = aliased(Invitee)
_COLUMNS: Final = (
    Invitee.id,
    Invitee.meeting_id,
    Invitee.kind,
    Invitee.seat_id,
    Invitee.organisation_id,
    Invitee.name,
    Invitee.organisation,
    Invitee.language,
    Invitee.link_generation,
)


def participant_by_link(session: TenantSession, key: str, invitee_id: uuid.UUID, secret: str) -> Participant:
    """Whoever holds a personal link. Raises NotFound for a wrong or ended one.

    Invitations to the same meeting under the same name and address are the same person's.
    """
    rows = session.execute(_same_person(), {"invitee_id": invitee_id}).all()
    own = next((row for row in rows if row.id == invitee_id), None)
    if own is None or not is_link_secret(secret, key, LINK_PURPOSE, session.tenant_id, own.id, own.link_generation):
        raise NotFound
    return _participant(own, rows)


@cache
def _same_person() -> Select[*tuple[Any, ...]]:
    def own(column: Any) -> Any:
        return select(column).where(_OWN.id == bindparam("invitee_id")).scalar_subquery()

    same = and_(
        Invitee.email != "", func.lower(Invitee.email) == own(func.lower(_OWN.email)), Invitee.name == own(_OWN.name)
    )
    return (
        select(*_COLUMNS)
        .where(
            Invitee.meeting_id == own(_OWN.meeting_id),
            or_(Invitee.id == bindparam("invitee_id"), same),
            Invitee.withdrawn_at.is_(None),
        )
        .order_by(Invitee.id)
    )


def participant_by_membership(session: TenantSession, actor: Actor, meeting_id: uuid.UUID) -> Participant:
    """The signed-in person at a meeting. Raises NotFound for one who is not asked to it as that member."""
    if actor.membership_id is None:
        raise NotFound
    rows = session.execute(
        select(*_COLUMNS)
        .where(
            Invitee.meeting_id == meeting_id,
            asks_member(actor.membership_id),
            Invitee.withdrawn_at.is_(None),
        )
        .order_by(Invitee.id)
    ).all()
    if not rows:
        raise NotFound
    return _participant(rows[0], rows, actor=actor)


def participant_by_stay(session: TenantSession, key: str, stay_id: uuid.UUID, secret: str) -> Participant:
    """Whoever checked in with this phone and has not left. Raises NotFound."""
    if not is_link_secret(secret, key, STAY, stay_id):
        raise NotFound
    rows = session.execute(
        select(*_COLUMNS)
        .join(Attendance, and_(Attendance.tenant_id == Invitee.tenant_id, Attendance.invitee_id == Invitee.id))
        .where(Attendance.id == stay_id, Attendance.left_at.is_(None), Invitee.withdrawn_at.is_(None))
    ).all()
    if not rows:
        raise NotFound
    return _participant(rows[0], rows, stay_id=stay_id)


def stay_secret(key: str, stay_id: uuid.UUID) -> str:
    """The secret of the link that a phone gets when somebody checks in with it."""
    return link_secret(key, STAY, stay_id)


def _participant(own: Row[*tuple[Any, ...]], rows: Any, **known: Any) -> Participant:
    return Participant(
        own.meeting_id,
        own.name,
        own.organisation,
        own.language,
        frozenset(row.id for row in rows),
        {row.seat_id: cast(InviteeKind, row.kind) for row in rows if row.seat_id is not None},
        own.organisation_id,
        **known,
    )
