"""Conditions on those invited to a meeting, in SQL, for the reads of several pages; the statements join Meeting."""

from sqlalchemy import ColumnElement, func, or_

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
