"""What sittings do after a transaction of another domain: a new meeting of a body hears the groups that formed before."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask

from paktum.core.actors import Actor
from paktum.core.database import TenantSession, unit_of_work
from paktum.core.ids import TenantId
from paktum.domains.sittings.service.reporting import put_reports
from paktum.web.context import House

Once = Callable[[TenantSession], bool]
_MAY: Final = frozenset({"meetings.keep"})


def put_group_reports(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `meeting.planned` message: `meeting` (id)."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        if once(session):
            nobody = Actor(tenant_id, None, None, "officer", "", _MAY)
            put_reports(session, house.clock, nobody, uuid.UUID(payload["meeting"]))
