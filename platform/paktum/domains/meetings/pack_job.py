"""What a worker runs: putting the pack of a meeting together."""

import uuid
from collections.abc import Mapping
from typing import Any

from paktum.core.database import TenantSession
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.web.context import house


def make_meeting_pack(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Make the pack of `meeting` (id). File, its place at the meeting and the ledger are one transaction, so that a worker
    that is killed leaves the pack that was there."""
    # What reads and writes PDF is loaded where packs are made: the processes that serve pages never need it.
    from paktum.domains.meetings.service.packs import make_pack

    meeting_id = uuid.UUID(parameters["meeting"])
    message = make_pack(session, tools.clock, tools.store, house().subjects, meeting_id, tools.progress.step)
    return JobResult(f"/meetings/{meeting_id}/pack", message)
