"""From the outbox to a job run."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from paktum.core.database import TenantSession
from paktum.core.ids import TenantId
from paktum.domains.jobs.running import run_job
from paktum.web.context import House


def run_requested_job(
    app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Callable[[TenantSession], bool]
) -> None:
    """Carry out a `job.run` message: `run` (id) and `attempt` (number)."""
    house: House = app.extensions["paktum"]
    run_job(
        app,
        tenant_id,
        uuid.UUID(payload["run"]),
        int(payload["attempt"]),
        house.job_kinds,
        house.clock,
        house.store,
        once,
    )
