"""Reads of those invited to a meeting: the list of the invitation page, who is in office to be asked, one person's row."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.languages import Language, as_language, sort_key
from paktum.core.messages import Message
from paktum.domains.bodies.rules import Office
from paktum.domains.bodies.tables import Body, Mandate, Seat
from paktum.domains.meetings.invitee_conditions import answer_holds, asks_member, gets_mail, knows_less, sequence_of
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.meetings.rules.inviting import (
    KIND_ORDER,
    Answer,
    AnswerWay,
    InviteeKind,
    kind_of_office,
    standing_answer,
)
from paktum.domains.meetings.rules.naming import meeting_title
from paktum.domains.meetings.tables import Invitee, Meeting, MeetingBody
from paktum.domains.notices.tables import MailMessage
from paktum.domains.partners.tables import Organisation
from paktum.domains.people.tables import Account, Membership


@dataclass(frozen=True, slots=True)
class MemberInOffice:
    """Whoever holds an office of a meeting's body on its day; `email` is the mandate's, the account's or the seat's
    organisation's, the first that is known; `language` None where nothing says which."""

    mandate_id: uuid.UUID
    body_id: uuid.UUID
    seat_id: uuid.UUID | None
    membership_id: uuid.UUID | None
    organisation_id: uuid.UUID | None
    office: Office
    name: str
    organisation: str
    email: str
    language: Language | None

    @property
    def kind(self) -> InviteeKind:
        """As what this person is asked."""
        return kind_of_office(self.office)


def _on(table: type[Seat] | type[Mandate], day: date) -> ColumnElement[bool]:
    return and_(or_(table.since.is_(None), table.since <= day), or_(table.ended_on.is_(None), table.ended_on >= day))


def members_in_office(session: TenantSession, head: MeetingHead) -> list[MemberInOffice]:
    """Who holds an office of the meeting's bodies on its day, body by body in the order of their seats; one statement."""
    order = {body.body_id: place for place, body in enumerate(head.bodies)}
    rows = session.execute(
        select(
            Mandate.id,
            Mandate.body_id,
            Mandate.seat_id,
            Mandate.role,
            Mandate.holder,
            Mandate.email,
            Membership.id.label("membership_id"),
            Seat.organisation_id,
            Organisation.name.label("organisation"),
            Organisation.email.label("organisation_email"),
            Account.email.label("account_email"),
            Account.language,
        )
        .outerjoin(Seat, Seat.id == Mandate.seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(Membership, and_(Membership.id == Mandate.membership_id, Membership.ended_at.is_(None)))
        .outerjoin(Account, Account.id == Membership.account_id)
        .where(
            Mandate.body_id.in_(order),
            _on(Mandate, head.day),
            or_(Mandate.seat_id.is_(None), _on(Seat, head.day)),
        )
        .order_by(Seat.sequence.nulls_first(), Mandate.role, Mandate.id)
    ).all()
    found = [
        MemberInOffice(
            row.id,
            row.body_id,
            row.seat_id,
            row.membership_id,
            row.organisation_id,
            cast(Office, row.role),
            row.holder,
            row.organisation or "",
            row.email or row.account_email or row.organisation_email or "",
            as_language(row.language),
        )
        for row in rows
    ]
    return sorted(found, key=lambda member: (order[member.body_id], KIND_ORDER[member.kind]))


@dataclass(frozen=True, slots=True)
class InviteeRow:
    """Somebody asked to a meeting, as pages and mails need it.

    `sequence` is the calendar sequence that holds for this person now; `answer` the answer as far as it holds, and
    `earlier_answer` one that was given to an earlier time or place. `office` and `body_id` are set for holders of an
    office. `mail_state` is that of the last mail, with `mail_failure` where a server refused it.
    """

    id: uuid.UUID
    meeting_id: uuid.UUID
    kind: InviteeKind
    name: str
    organisation: str
    email: str
    language: Language
    seat_id: uuid.UUID | None
    mandate_id: uuid.UUID | None
    membership_id: uuid.UUID | None
    body_id: uuid.UUID | None
    office: Office | None
    seat: str
    answer: Answer | None
    earlier_answer: Answer | None
    answered_at: datetime | None
    answered_by: AnswerWay | None
    stand_in: str
    remark: str
    link_generation: int
    sequence: int
    sent_sequence: int | None
    sent_at: datetime | None
    withdrawn_at: datetime | None
    mail_state: str | None
    mail_failure: str | None


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Invitee,
            sequence_of().label("sequence"),
            Mandate.body_id,
            Mandate.role,
            func.coalesce(Seat.label, "").label("seat"),
            MailMessage.state.label("mail_state"),
            MailMessage.failure.label("mail_failure"),
        )
        .join(Meeting, Meeting.id == Invitee.meeting_id)
        .outerjoin(Mandate, Mandate.id == Invitee.mandate_id)
        .outerjoin(Seat, Seat.id == Invitee.seat_id)
        .outerjoin(MailMessage, MailMessage.id == Invitee.mail_id)
    )


def invitee_rows(session: TenantSession, head: MeetingHead, language: Language) -> list[InviteeRow]:
    """Those asked to a meeting, also those taken off, in one statement: body by body, then substitutes, then guests."""
    found = [_row(row) for row in session.execute(_rows().where(Invitee.meeting_id == head.id).order_by(Seat.sequence))]
    order = {body.body_id: place for place, body in enumerate(head.bodies)}
    alphabet = sort_key(language)

    def place(row: InviteeRow) -> tuple[int, int, object]:
        name = b"" if row.seat_id else alphabet(row.name)
        return order.get(row.body_id, len(order)) if row.body_id else len(order), KIND_ORDER[row.kind], name

    return sorted(found, key=place)


def invitee_row(session: TenantSession, meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> InviteeRow:
    """One of those asked to a meeting; raises NotFound."""
    statement = _rows().where(Invitee.id == invitee_id, Invitee.meeting_id == meeting_id)
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    return _row(row)


def linked_row(session: TenantSession, invitee_id: uuid.UUID) -> InviteeRow | None:
    """The row that a personal link names, whether the link is right or not."""
    row = session.execute(_rows().where(Invitee.id == invitee_id)).first()
    return _row(row) if row else None


def due_rows(session: TenantSession, meeting_id: uuid.UUID, conditions: Iterable[Any]) -> list[InviteeRow]:
    """Those a mail is due for by some conditions, holders of seats first; their lines are locked until the transaction
    ends, and one that another transaction told meanwhile is left out."""
    statement = _rows().where(Invitee.meeting_id == meeting_id, *conditions).order_by(Seat.sequence, Invitee.id)
    return [_row(row) for row in session.execute(statement.with_for_update(of=Invitee))]


def rows_of_member(session: TenantSession, meeting_id: uuid.UUID, membership_id: uuid.UUID) -> list[InviteeRow]:
    """The rows that ask one member to a meeting and stand: one for each seat."""
    statement = _rows().where(
        Invitee.meeting_id == meeting_id, asks_member(membership_id), Invitee.withdrawn_at.is_(None)
    )
    return [_row(row) for row in session.execute(statement.order_by(Invitee.id))]


def _row(row: Any) -> InviteeRow:
    invitee: Invitee = row.Invitee
    answer = cast("Answer | None", invitee.answer)
    holds = standing_answer(answer, invitee.answered_sequence, row.sequence)
    return InviteeRow(
        id=invitee.id,
        meeting_id=invitee.meeting_id,
        kind=cast(InviteeKind, invitee.kind),
        name=invitee.name,
        organisation=invitee.organisation,
        email=invitee.email,
        language=as_language(invitee.language) or "en",
        seat_id=invitee.seat_id,
        mandate_id=invitee.mandate_id,
        membership_id=invitee.membership_id,
        body_id=row.body_id,
        office=cast("Office | None", row.role),
        seat=row.seat,
        answer=holds,
        earlier_answer=None if holds else answer,
        answered_at=invitee.answered_at,
        answered_by=cast("AnswerWay | None", invitee.answered_by),
        stand_in=invitee.stand_in,
        remark=invitee.remark,
        link_generation=invitee.link_generation,
        sequence=row.sequence,
        sent_sequence=invitee.sent_sequence,
        sent_at=invitee.sent_at,
        withdrawn_at=invitee.withdrawn_at,
        mail_state=row.mail_state,
        mail_failure=row.mail_failure,
    )


@dataclass(frozen=True, slots=True)
class OrganisationToInvite:
    """An organisation that can be asked as a guest; `invited` when it is already."""

    id: uuid.UUID
    name: str
    kind: str
    place: str
    email: str
    invited: bool


def organisations_to_invite(
    session: TenantSession, meeting_id: uuid.UUID, language: Language
) -> list[OrganisationToInvite]:
    """The organisations that work with the pact, by name, in one statement."""
    asked = exists().where(
        Invitee.tenant_id == Organisation.tenant_id,
        Invitee.meeting_id == meeting_id,
        Invitee.organisation_id == Organisation.id,
        Invitee.withdrawn_at.is_(None),
    )
    statement = select(
        Organisation.id, Organisation.name, Organisation.kind, Organisation.place, Organisation.email, asked
    ).where(Organisation.ended_at.is_(None))
    alphabet = sort_key(language)
    found = [OrganisationToInvite(*row) for row in session.execute(statement)]
    return sorted(found, key=lambda one: alphabet(one.name))


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A body as a meeting's name needs it."""

    name: str
    short_name: str
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class AskedMeeting:
    """A convened meeting to come about which something is to be answered or told; `bodies` the leading one first."""

    id: uuid.UUID
    starts_at: datetime
    title: str
    bodies: tuple[NumberedName, ...]
    own: bool
    """Whether the reader is asked and has not answered; else some of those invited know only an earlier state."""

    @property
    def called(self) -> str | Message:
        """Its title, or the name made of bodies and number."""
        return meeting_title(self.title, self.bodies, short=True)


def asked_meetings(
    session: TenantSession, membership_id: uuid.UUID | None, now: datetime, *, office: bool
) -> list[AskedMeeting]:
    """Convened meetings to come that wait for the member's answer, and for the `office` those with mails to send; the next
    first, in one statement."""
    own = _some(asks_member(membership_id), Invitee.withdrawn_at.is_(None), not_(answer_holds()))
    mailable = _some(Invitee.withdrawn_at.is_(None), gets_mail(), knows_less())
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.starts_at,
            Meeting.title,
            own.label("own"),
            Body.name,
            Body.short_name,
            MeetingBody.number,
            MeetingBody.year,
        )
        .join(MeetingBody, and_(MeetingBody.tenant_id == Meeting.tenant_id, MeetingBody.meeting_id == Meeting.id))
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
        .where(Meeting.state == "convened", Meeting.starts_at > now, or_(own, mailable) if office else own)
        .order_by(Meeting.starts_at, Meeting.id, MeetingBody.sequence)
    )
    found: list[AskedMeeting] = []
    for _, group in groupby(rows, key=lambda row: row.id):
        lines = list(group)
        bodies = tuple(NumberedName(row.name, row.short_name, row.number, row.year) for row in lines)
        found.append(AskedMeeting(lines[0].id, lines[0].starts_at, lines[0].title, bodies, lines[0].own))
    return found


def _some(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the list of a meeting has a line of that kind."""
    of_meeting = and_(Invitee.tenant_id == Meeting.tenant_id, Invitee.meeting_id == Meeting.id)
    return select(Invitee.id).where(of_meeting, *conditions).correlate(Meeting).exists()
