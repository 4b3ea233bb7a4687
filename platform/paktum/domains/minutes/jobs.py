"""What a worker runs for minutes: sending them to the members, making files of them."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import current_app

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.messages import msg, nmsg, say
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.minutes.links import members_seated, readers, secret_of
from paktum.domains.minutes.service.bundling import make_bundle
from paktum.domains.minutes.service.papers import make_file
from paktum.domains.notices.letters import queue_letter
from paktum.domains.notices.service import notify
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House


def send_to_members(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Write to everybody invited for a seat to `meeting` (id), and leave a notice for those who sign in.

    All letters and the ledger are one transaction: whoever got one gets no second when the job runs again.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    house: House = app.extensions["paktum"]
    meeting_id = uuid.UUID(parameters["meeting"])
    head, tenant = meeting_head(session, meeting_id), tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    listed = readers(session, meeting_id)
    bound = app.url_map.bind(tenant.host)
    for place, reader in enumerate(listed):
        if place % 20 == 0:
            tools.progress.step(place, len(listed), msg("Writing the letters"))
        called = head.called if isinstance(head.called, str) else say(head.called, reader.language)
        secret = secret_of(house.settings.secret_key, session.tenant_id, reader)
        path = bound.build("minutes.by_link", {"invitee_id": reader.invitee_id, "secret": secret})
        queue_letter(
            app,
            session,
            template="minutes/mail/minutes",
            recipient=reader.email,
            subject=msg("Minutes: %(meeting)s", meeting=called),
            language=reader.language,
            tenant=tenant,
            called=called,
            name=reader.name,
            address=house.settings.origin_of(tenant.host) + path,
        )
    address = f"/meetings/{meeting_id}/minutes"
    for membership in members_seated(session, head):
        notify(session, membership, msg("Minutes to read: %(meeting)s", meeting=head.called), address)
    return JobResult(
        address,
        nmsg("The minutes went to %(num)d member.", "The minutes went to %(num)d members.", len(listed)),
    )


def make_minutes_file(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Make the file that was asked for. The file, its place and the ledger are one transaction."""
    meeting_id, title = make_file(session, tools.clock, tools.store, parameters, tools.progress.step)
    return JobResult(f"/meetings/{meeting_id}/minutes", msg("Ready: %(file)s", file=title))


def bundle_evidence(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Put the evidence of a meeting together. The file, its place and the ledger are one transaction."""
    meeting_id = make_bundle(session, tools.clock, tools.store, parameters, tools.progress.step)
    return JobResult(f"/meetings/{meeting_id}/evidence", msg("The evidence of the meeting is bundled."))
