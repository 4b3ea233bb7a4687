"""From the outbox to the mail server."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from paktum.core.database import TenantSession
from paktum.core.ids import TenantId
from paktum.web.context import House


def send_queued_mail(
    app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Callable[[TenantSession], bool]
) -> None:
    """Carry out a `mail.send` message: `mail` (id). The mail's own state is its ledger."""
    # Not at the top: only the worker sends, and every process loads this module.
    from paktum.domains.notices.sending import send_mail

    house: House = app.extensions["paktum"]
    send_mail(app, tenant_id, uuid.UUID(payload["mail"]), house.settings, house.clock, house.store)
