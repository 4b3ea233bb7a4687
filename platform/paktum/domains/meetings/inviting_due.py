"""What invitations put on the first page: one's own answer, and for the office changes that were not told yet."""

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from paktum.core.actors import Actor
from paktum.core.clock import Clock, today_in
from paktum.core.database import TenantSession
from paktum.core.due import Deed, DueItem, Urgency
from paktum.core.languages import Language
from paktum.core.messages import msg
from paktum.core.periods import Period
from paktum.domains.meetings.inviting_queries import AskedMeeting, asked_meetings
from paktum.domains.meetings.wording import meeting_address

_SOON: Final = timedelta(days=7)


def due_items(session: TenantSession, clock: Clock, actor: Actor, zone: str, written_in: Language) -> list[DueItem]:
    """Meetings that wait for the reader's answer, and for the office those with mails to send. One statement.

    `zone` is the pact's IANA time zone; `written_in` the language of the pact's own texts.
    """
    if not actor.may("meetings.see"):
        return []
    found = asked_meetings(session, actor.membership_id, clock.now(), office=actor.may("meetings.keep"))
    today = today_in(clock, zone)
    return [
        _item(meeting, meeting.starts_at.astimezone(ZoneInfo(zone)).date() - today, zone, written_in)
        for meeting in found
    ]


def _item(meeting: AskedMeeting, left: timedelta, zone: str, written_in: Language) -> DueItem:
    page = meeting_address(meeting.id)
    if meeting.own:
        why = msg("You are invited and have not answered.")
        deed = Deed(msg("Say whether you come"), f"{page}/answer")
    else:
        why = msg("Some of those invited have no invitation yet, or only that of an earlier time or place.")
        deed = Deed(msg("Send what is missing"), f"{page}/invitation")
    title = meeting.called
    return DueItem(
        Urgency.DUE if left <= _SOON or not meeting.own else Urgency.NEXT,
        Period.on(meeting.starts_at.astimezone(ZoneInfo(zone)).date()),
        title,
        page,
        written_in if isinstance(title, str) else None,
        why=(why,),
        deed=deed,
        weight=1,
    )
