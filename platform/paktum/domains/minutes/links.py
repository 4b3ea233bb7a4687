"""Personal links to minutes: whoever was invited for a seat reads and remarks without signing in."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, or_, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.languages import Language, as_language
from paktum.core.links import is_link_secret, link_secret
from paktum.domains.bodies.tables import Mandate
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.meetings.tables import Invitee

_PURPOSE: Final = "minutes"
_SEATED: Final = ("seat", "substitute")


@dataclass(frozen=True)
class Reader:
    """An invitee who gets the minutes: where the mail goes, in which language, and what ends the link."""

    invitee_id: uuid.UUID
    meeting_id: uuid.UUID
    name: str
    email: str
    language: Language
    generation: int


def readers(session: TenantSession, meeting_id: uuid.UUID) -> list[Reader]:
    """Whoever was invited for a seat and has an address."""
    rows = session.execute(
        select(Invitee.id, Invitee.meeting_id, Invitee.name, Invitee.email, Invitee.language, Invitee.link_generation)
        .where(
            Invitee.meeting_id == meeting_id,
            Invitee.kind.in_(_SEATED),
            Invitee.withdrawn_at.is_(None),
            Invitee.email != "",
        )
        .order_by(Invitee.created_at, Invitee.id)
    )
    return [
        Reader(row.id, row.meeting_id, row.name, row.email, as_language(row.language) or "en", row.link_generation)
        for row in rows
    ]


def members_seated(session: TenantSession, head: MeetingHead) -> list[uuid.UUID]:
    """The memberships of those who held a mandate in a body of the meeting on its day, or hold one since."""
    found = session.scalars(
        select(Mandate.membership_id)
        .where(
            Mandate.body_id.in_([body.body_id for body in head.bodies]),
            Mandate.membership_id.is_not(None),
            or_(Mandate.ended_on.is_(None), Mandate.ended_on >= head.day),
        )
        .distinct()
    )
    return [membership for membership in found if membership is not None]


def secret_of(key: str, tenant_id: uuid.UUID, reader: Reader) -> str:
    """The secret of a reader's link."""
    return link_secret(key, _PURPOSE, tenant_id, reader.invitee_id, reader.generation)


def reader_of(session: TenantSession, key: str, invitee_id: uuid.UUID, secret: str) -> Reader:
    """Whose link it is; raises NotFound for a wrong or an ended one, the same for both."""
    row = session.execute(
        select(
            Invitee.id, Invitee.meeting_id, Invitee.name, Invitee.email, Invitee.language, Invitee.link_generation
        ).where(and_(Invitee.id == invitee_id, Invitee.withdrawn_at.is_(None)))
    ).first()
    if row is None or not is_link_secret(secret, key, _PURPOSE, session.tenant_id, row.id, row.link_generation):
        raise NotFound
    return Reader(row.id, row.meeting_id, row.name, row.email, as_language(row.language) or "en", row.link_generation)
