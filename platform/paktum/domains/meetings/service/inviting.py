"""Sending the invitation: the charter's notice is checked, the meeting is convened, and a job writes the mails."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock, today_in
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import Message, msg
from paktum.core.working_days import working_days_of
from paktum.domains.meetings.queries import BodyOfMeeting, MeetingHead, meeting_head
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.rules.notice import NoticeCheck, check_notice
from paktum.domains.meetings.service.invitees import take_up_members
from paktum.domains.meetings.service.life import LONGEST_REASON, mark_convened
from paktum.domains.meetings.service.loading import load_meeting
from paktum.domains.meetings.service.telling import tell_changes
from paktum.plugin.vocabulary import Vocabulary

LONGEST_NOTE: Final = 4000
SENDS_IN: Final = frozenset({MeetingState.PLANNED, MeetingState.CONVENED})


@dataclass(frozen=True)
class NoticeOfMeeting:
    """The notice of the body that must be invited first: whose it is, and how today stands to it."""

    body: BodyOfMeeting
    check: NoticeCheck


def notice_of(head: MeetingHead, clock: Clock, country: str) -> NoticeOfMeeting:
    """Compare today with the notice that the charters ask for; of several bodies the strictest counts.

    Working days are those of `country` (ISO 3166-1).
    """
    today, works = today_in(clock, head.zone), working_days_of(country)
    checks = [NoticeOfMeeting(b, check_notice(b.charter.notice, head.day, today, works)) for b in head.bodies]
    return min(checks, key=lambda notice: notice.check.by)


def send_invitation(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    meeting_id: uuid.UUID,
    *,
    note: str = "",
    notice_reason: str = "",
) -> uuid.UUID | None:
    """Convene the meeting and send the invitation to all on the list who do not have it yet; gives the job's id.

    None when nobody on the list has an address: the meeting is convened, and the invitation goes out on paper. Raises
    Forbidden, NotFound, Conflict, and Invalid: `notice_reason` where the charter's notice has passed and no reason is
    given, `note` for one that is too long.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    if MeetingState(meeting.state) not in SENDS_IN:
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))
    head = meeting_head(session, meeting_id)
    if head.state is MeetingState.PLANNED:
        problems = _problems(head, clock, words.country, note, notice_reason)
        if problems:
            raise Invalid(problems)
        meeting.invitation_note = note.strip()
    take_up_members(session, clock, head, words.language)
    late = notice_of(head, clock, words.country).check.late
    mark_convened(session, clock, actor, meeting_id, notice_reason=notice_reason if late else "")
    return tell_changes(session, clock, actor, meeting_id)


def _problems(head: MeetingHead, clock: Clock, country: str, note: str, notice_reason: str) -> Mapping[str, Message]:
    found: dict[str, Message] = {}
    if head.starts_at <= clock.now():
        found["starts"] = msg("The meeting's time has come already. Give it another time first.")
    elif notice_of(head, clock, country).check.late and not notice_reason.strip():
        found["notice_reason"] = msg("Say why the meeting is convened later than its charter asks for.")
    if len(notice_reason) > LONGEST_REASON:
        found["notice_reason"] = msg("This text is longer than %(most)d characters.", most=LONGEST_REASON)
    if len(note) > LONGEST_NOTE:
        found["note"] = msg("This text is longer than %(most)d characters.", most=LONGEST_NOTE)
    return MappingProxyType(found)
