"""What a worker runs: writing the mails that are due about a meeting, each to be sent by a message of its own."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

import structlog
from flask import current_app
from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound, Refused
from paktum.core.messages import msg, nmsg
from paktum.domains.audit.service import record
from paktum.domains.files.service import FileFacts, get_file
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.domains.meetings.inviting_mail import MailRound, gets_pack, queue_round_mail
from paktum.domains.meetings.inviting_queries import due_rows
from paktum.domains.meetings.queries import MeetingHead, agenda_rows, meeting_head
from paktum.domains.meetings.rules.inviting import mailboxes
from paktum.domains.meetings.service.telling import due
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import house

_TELL_EVERY: Final = 10
log = structlog.get_logger()


def write_mails(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Write the mails that are due about `meeting` (id), one a mailbox.

    The mails, what each person was told and the ledger are one transaction: a worker that is killed leaves none of them,
    and the next one begins anew. Two rounds at once cannot write to one person twice: the lines are locked, and each says
    what was last mailed. Sending is then for each mail's own message, which is tried again where a server fails.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    head = meeting_head(session, uuid.UUID(parameters["meeting"]))
    tenant = tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    people_due = due_rows(session, head.id, due(head))
    boxes = mailboxes(people_due)
    about = MailRound(
        head,
        agenda_rows(session, head.id),
        _pack(session, head, tools) if any(gets_pack(head, person) for person in people_due) else None,
        tenant,
        house().settings,
        tools.clock.now(),
    )
    for number, people in enumerate(boxes):
        if number % _TELL_EVERY == 0:
            tools.progress.step(number, len(boxes), msg("Writing the mails"))
        mail_id = queue_round_mail(app, session, about, people)
        for person in people:
            _note(session, person.id, person.sequence, about, mail_id)
    if boxes:
        record(session, tools.clock, None, "meeting.mailed", "meeting", head.id, mails=len(boxes))
    return JobResult(f"/meetings/{head.id}/invitation", _outcome(len(boxes)))


def _pack(session: TenantSession, head: MeetingHead, tools: JobTools) -> FileFacts | None:
    """The pack as it goes out, made anew when the meeting changed since. Papers that cannot be put together keep nobody from
    being invited: the mails then go without, and the page of the meeting's pack says what is wrong."""
    # What reads and writes PDF is loaded where packs are made: the processes that serve pages never need it.
    from paktum.domains.meetings.service.packs import make_pack

    if head.pack_file_id is not None and head.pack_made_at is not None and head.pack_made_at >= head.changed_at:
        return get_file(session, head.pack_file_id)
    try:
        make_pack(session, tools.clock, tools.store, house().subjects, head.id, tools.progress.step)
    except Refused as refusal:
        log.warning("the invitation goes without its pack", meeting=str(head.id), reason=refusal.message.key)
        return None
    made = session.scalar(select(Meeting.pack_file_id).where(Meeting.id == head.id))
    return get_file(session, made) if made else None


def _note(session: TenantSession, invitee_id: uuid.UUID, sequence: int, about: MailRound, mail_id: uuid.UUID) -> None:
    row = session.scalars(select(Invitee).where(Invitee.id == invitee_id)).one()
    row.sent_sequence, row.sent_at, row.mail_id = sequence, about.now, mail_id


def _outcome(number: int) -> Any:
    if not number:
        return msg("Everybody knows already: there was nothing to send.")
    return nmsg(
        "One mail about the meeting was handed over for sending.",
        "%(num)d mails about the meeting were handed over for sending.",
        number,
    )
