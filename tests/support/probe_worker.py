"""A real worker process for tests: the application as it is, with a few kinds of jobs whose course a test can steer.

Run as `python -m tests.support.probe_worker`.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from paktum.app import create_app
from paktum.core.database import TenantSession
from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.jobs.running import JobTools
from paktum.domains.jobs.service import JobResult
from paktum.worker.process import work


def step_by_step(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Has an effect at once, tells of three steps, and waits at the second for the file `gate`."""
    record(session, tools.clock, None, "probe.effect", "probe", None)
    session.flush()
    gate = Path(parameters["gate"])
    for number in range(1, 4):
        tools.progress.step(number, 3, msg("Counting"))
        while number == 2 and not gate.exists():
            Event().wait(0.02)
            tools.progress.step(number, 3, msg("Counting"))
    return JobResult("/account", msg("Counted to three."))


def refuse(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Cannot be done until the file `gate` is there."""
    record(session, tools.clock, None, "probe.effect", "probe", None)
    if not Path(parameters["gate"]).exists():
        raise Refused(msg("The logo cannot be read."))
    return JobResult("/account", msg("Read."))


def break_down(session: TenantSession, parameters: Mapping[str, Any], tools: JobTools) -> JobResult:
    """Has a mistake in it."""
    record(session, tools.clock, None, "probe.effect", "probe", None)
    raise ZeroDivisionError


KINDS = {"probe.steps": step_by_step, "probe.refuse": refuse, "probe.break": break_down}

if __name__ == "__main__":
    application = create_app(worker=True)
    application.extensions["paktum"] = replace(application.extensions["paktum"], job_kinds=KINDS)
    work(application)
