"""Conditions on those invited to a meeting, in SQL, for the reads of several pages; the statements join Meeting."""

import uuid

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from paktum.domains.bodies.tables import Mandate
from paktum.domains.meetings.tables import Invitee, Meeting


def sequence_of() -> ColumnElement[int]:
    """The calendar sequence that holds for a person: the meeting's and the person's own together."""
    return Meeting.calendar_sequence + Invitee.sequence_offset


def answer_holds() -> ColumnElement[bool]:
    """Whether somebody answered, and not to an earlier time or place (`rules.inviting.standing_answer`)."""
    return func.coalesce(Invitee.answered_sequence, -1) >= sequence_of()


def knows_less() -> ColumnElement[bool]:
    """Whether somebody was told nothing yet, or only an earlier state."""
    return or_(Invitee.sent_sequence.is_(None), Invitee.sent_sequence < sequence_of())


def gets_mail() -> ColumnElement[bool]:
    """Whether mail goes to somebody at all: one with an address who did not just walk in."""
    return (Invitee.email != "") & (Invitee.kind != "walk_in")


def asks_member(membership_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Whether a line asks somebody who signs in as this member: by the mandate as it is tied now, else as the line says."""
    if membership_id is None:
        return false()
    tied = (
        select(Mandate.id)
        .where(
            Mandate.tenant_id == Invitee.tenant_id,
            Mandate.id == Invitee.mandate_id,
            Mandate.membership_id == membership_id,
        )
        .correlate(Invitee)
        .exists()
    )
    return or_(and_(Invitee.mandate_id.is_(None), Invitee.membership_id == membership_id), tied)
