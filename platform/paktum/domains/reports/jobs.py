"""What a worker runs: making the file of a report that was asked for."""

import uuid
from collections.abc import Mapping
from typing import Any

from paktum.core.database import TenantSession
from paktum.core.messages import msg
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.domains.reports.service import make_file


def make_report(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Make the file of `report` (id). The file, its place in the report and the ledger are one transaction: a worker that
    is killed leaves none of them, and the next one makes one file."""
    report_id = uuid.UUID(parameters["report"])
    title = make_file(session, tools.clock, tools.store, report_id, tools.progress.step)
    return JobResult(f"/reports/{report_id}", msg("The report is ready: %(report)s", report=title))
