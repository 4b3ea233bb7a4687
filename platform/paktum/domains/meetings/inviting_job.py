"""What a worker runs: writing the mails that are due about a meeting, each to be sent by a message of its own."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from flask import current_app
from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.messages import msg, nmsg
from paktum.domains.audit.service import record
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.domains.meetings.inviting_mail import MailRound, queue_round_mail
from paktum.domains.meetings.inviting_queries import due_rows
from paktum.domains.meetings.queries import agenda_rows, meeting_head
from paktum.domains.meetings.rules.inviting import mailboxes
from paktum.domains.meetings.service.telling import due
from paktum.domains.meetings.tables import Invitee
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House

_TELL_EVERY: Final = 10


def write_mails(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Write the mails that are due about `meeting` (id), one a mailbox.

    The mails, what each person was told and the ledger are one transaction: a worker that is killed leaves none of them,
    and the next one begins anew. Two rounds at once cannot write to one person twice: the lines are locked, and each says
    what was last mailed. Sending is then for each mail's own message, which is tried again where a server fails.
    """
    # What reads and writes PDF is loaded where packs are made: the processes that serve pages never need it.
    from paktum.domains.meetings.service.packs import current_pack

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    house: House = app.extensions["paktum"]
    head = meeting_head(session, uuid.UUID(parameters["meeting"]))
    tenant = tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    about = MailRound(
        head,
        agenda_rows(session, head.id),
        current_pack(session, tools.clock, tools.store, house.subjects, head, tools.progress.step),
        tenant,
        house.settings,
        tools.clock.now(),
    )
    boxes = mailboxes(due_rows(session, head.id, due(head)))
    for number, people in enumerate(boxes):
        if number % _TELL_EVERY == 0:
            tools.progress.step(number, len(boxes), msg("Writing the mails"))
        mail_id = queue_round_mail(app, session, about, people)
        for person in people:
            _note(session, person.id, person.sequence, about, mail_id)
    if boxes:
        record(session, tools.clock, None, "meeting.mailed", "meeting", head.id, mails=len(boxes))
    return JobResult(f"/meetings/{head.id}/invitation", _outcome(len(boxes)))


def _note(session: TenantSession, invitee_id: uuid.UUID, sequence: int, about: MailRound, mail_id: uuid.UUID) -> None:
    row = session.scalars(select(Invitee).where(Invitee.id == invitee_id)).one()
    row.sent_sequence, row.sent_at, row.mail_id = sequence, about.now, mail_id


def _outcome(number: int) -> Any:
    if not number:
        return msg("Everybody knows already: there was nothing to send.")
    return nmsg(
        "One mail about the meeting is on its way.", "%(num)d mails about the meeting are on their way.", number
    )
