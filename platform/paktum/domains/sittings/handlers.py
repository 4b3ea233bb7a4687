"""What sittings do after a transaction of another domain: a new meeting of a body hears the groups that formed before it,
and a second convening gets the motions that the first could not decide."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask

from paktum.core.actors import Actor
from paktum.core.database import TenantSession, unit_of_work
from paktum.core.ids import TenantId
from paktum.domains.sittings.service.motions import bring_undecided
from paktum.domains.sittings.service.reporting import put_reports
from paktum.web.context import House

Once = Callable[[TenantSession], bool]
_MAY: Final = frozenset({"meetings.keep", "sittings.run"})


def put_group_reports(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `meeting.planned` message: `meeting` (id)."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        if once(session):
            nobody = Actor(tenant_id, None, None, "officer", "", _MAY)
            put_reports(session, house.clock, nobody, uuid.UUID(payload["meeting"]))


def bring_motions(app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Once) -> None:
    """Carry out a `meeting.convened_again` message: `meeting` and `first` (ids)."""
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        if once(session):
            nobody = Actor(tenant_id, None, None, "officer", "", _MAY)
            bring_undecided(session, house.clock, nobody, uuid.UUID(payload["meeting"]), uuid.UUID(payload["first"]))
