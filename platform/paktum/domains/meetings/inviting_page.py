"""The invitation page of a meeting: the list body by body, how those asked answered, and what sending would do now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.domains.meetings.inviting_queries import (
    InviteeRow,
    MemberInOffice,
    invitee_rows,
    members_in_office,
)
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.inviting import (
    ANSWERS,
    Answer,
    AnswerCount,
    InviteeKind,
    count_answers,
    mail_is_due,
    mailboxes,
)
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN, MeetingState
from paktum.domains.meetings.service.inviting import SENDS_IN, NoticeOfMeeting, notice_of
from paktum.domains.meetings.service.telling import sending_run

MAIL_STATES: Final = {
    "queued": ("convened", msg("mail on its way")),
    "sending": ("convened", msg("mail on its way")),
    "sent": ("ok", msg("mailed")),
    "caught": ("ok", msg("mailed")),
    "failed": ("late", msg("mail came back")),
}
NO_ADDRESS: Final = ("unsure", msg("no address"))
NOT_YET: Final = ("planned", msg("not mailed yet"))
CHANGE_WAITS: Final = ("unsure", msg("knows only the earlier state"))
_OF_BODIES: Final[tuple[InviteeKind, ...]] = ("seat", "substitute")
_OF_NONE: Final[tuple[InviteeKind, ...]] = ("guest", "walk_in")
ANSWER_LOOKS: Final = {"accepted": "held", "tentative": "unsure", "declined": "off"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list; one that is not stored yet (`row` None) holds an office and is taken up with the sending."""

    name: str
    organisation: str
    email: str
    kind: InviteeKind
    body_id: uuid.UUID | None
    office: str | None
    seat: str
    row: InviteeRow | None
    due: bool

    @property
    def answer(self) -> Answer | None:
        return self.row.answer if self.row else None

    @property
    def mail(self) -> tuple[str, Message]:
        """The look and the words of how far the mail is."""
        if not self.email:
            return NO_ADDRESS
        if self.row is None or self.row.sent_sequence is None:
            return NOT_YET
        if self.row.mail_state == "failed":
            return MAIL_STATES["failed"]
        return CHANGE_WAITS if self.due else MAIL_STATES.get(self.row.mail_state or "sent", MAIL_STATES["sent"])


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading: the members of a body, substitutes, or guests."""

    body: str | None
    kind: InviteeKind
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class InvitationPage:
    """Everything the page shows. `waiting` is how many mails sending would write now; `run_id` the job that writes some."""

    head: MeetingHead
    notice: NoticeOfMeeting
    lines: tuple[Line, ...]
    taken_off: tuple[Line, ...]
    answers: AnswerCount
    waiting: int
    run_id: uuid.UUID | None

    @property
    def may_send(self) -> bool:
        """Whether the meeting can be convened, or those still missing can be asked."""
        return self.head.state in SENDS_IN

    @property
    def may_change(self) -> bool:
        """Whether the list can still be changed."""
        return self.head.state in AGENDA_OPEN_IN

    @property
    def without_address(self) -> int:
        """How many on the list have no address and get the invitation on paper."""
        return sum(not line.email for line in self.lines)

    @property
    def stored(self) -> bool:
        """Whether all on the list are stored, so that every line can be changed."""
        return all(line.row is not None for line in self.lines)

    def groups(self, wanted: str = "") -> list[Group]:
        """The lines by heading; `wanted` an answer, `silent`, or empty for all."""
        chosen = [line for line in self.lines if _fits(line, wanted)]
        found: list[Group] = []
        for body in self.head.bodies:
            for kind in _OF_BODIES:
                lines = [line for line in chosen if line.kind == kind and line.body_id == body.body_id]
                found.append(Group(body.name, kind, tuple(lines)))
        for kind in _OF_NONE:
            lines = [line for line in chosen if line.kind == kind]
            found.append(Group(None, kind, tuple(lines)))
        return [group for group in found if group.lines]


def _fits(line: Line, wanted: str) -> bool:
    if wanted == "silent":
        return line.answer is None
    return line.answer == wanted if wanted in ANSWERS else True


def invitation_page(
    session: TenantSession, clock: Clock, meeting_id: uuid.UUID, country: str, language: Language
) -> InvitationPage:
    """Read the page in four statements. Raises NotFound."""
    head = meeting_head(session, meeting_id)
    rows = invitee_rows(session, head, language)
    lines = [_line(head, row) for row in rows]
    if head.state in AGENDA_OPEN_IN:
        stored = {row.mandate_id for row in rows}
        missing = [member for member in members_in_office(session, head) if member.mandate_id not in stored]
        lines = [*(_of_member(head, member) for member in missing), *lines]
    standing = tuple(line for line in lines if line.row is None or line.row.withdrawn_at is None)
    return InvitationPage(
        head=head,
        notice=notice_of(head, clock, country),
        lines=standing,
        taken_off=tuple(line for line in lines if line.row is not None and line.row.withdrawn_at is not None),
        answers=count_answers([line.answer for line in standing if line.kind != "walk_in"]),
        waiting=len(mailboxes([line for line in lines if line.due])),
        run_id=sending_run(session, meeting_id),
    )


def _line(head: MeetingHead, row: InviteeRow) -> Line:
    state = MeetingState.CONVENED if head.state is MeetingState.PLANNED and not row.withdrawn_at else head.state
    due = mail_is_due(
        state, row.kind, row.email, row.sent_sequence, row.sequence, taken_off=row.withdrawn_at is not None
    )
    return Line(row.name, row.organisation, row.email, row.kind, row.body_id, row.office, row.seat, row, due)


def _of_member(head: MeetingHead, member: MemberInOffice) -> Line:
    due = bool(member.email) and head.state in SENDS_IN
    return Line(
        member.name,
        member.organisation,
        member.email,
        member.kind,
        member.body_id,
        member.office,
        "",
        None,
        due,
    )


def list_header() -> Sequence[Message]:
    """The heads of the list as a table file."""
    return (
        msg("Invitee"),
        msg("Organisation"),
        msg("E-mail address"),
        msg("As what"),
        msg("Body"),
        msg("Answer"),
        msg("Who comes instead"),
        msg("Remark"),
    )
