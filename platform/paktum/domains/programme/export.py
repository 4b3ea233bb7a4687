"""The programme as a file for commands: one pact's whole calendar."""

from typing import cast

from flask import Flask

from paktum.core.database import PLATFORM, unit_of_work
from paktum.core.errors import NotFound
from paktum.core.messages import msg
from paktum.core.placeholders import speaking_for
from paktum.domains.programme.calendars import plan_calendar
from paktum.domains.programme.queries import plan_rows
from paktum.domains.tenancy.queries import tenant_of_slug
from paktum.web.context import House


def tenant_calendar(app: Flask, slug: str) -> bytes:
    """The calendar of a pact as its feed gives it; raises NotFound when no active pact has that slug."""
    house = cast(House, app.extensions["paktum"])
    with unit_of_work(app, PLATFORM) as session:
        tenant = tenant_of_slug(session, slug)
    if tenant is None:
        raise NotFound(msg("There is no pact with the short name %(slug)s.", slug=slug))
    with unit_of_work(app, tenant.id) as session:
        session.forbid_writing()
        words = house.vocabulary_of(session, tenant.id, "")
        rows = plan_rows(session)
    origin = house.settings.origin_of(tenant.host)
    with speaking_for(words.term):
        return plan_calendar(rows, words, name=tenant.name, origin=origin, language=tenant.language)
