"""Reports for tests: asked for or made without a page, as services and commands do it."""

import uuid

from paktum.core.clock import SystemClock
from paktum.core.database import PLATFORM, TenantSession, unit_of_work
from paktum.core.languages import Language
from paktum.domains.reports.rules import Order
from paktum.domains.reports.service import ask_for_report, make_at_once
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House, TenantFacts
from tests.support.pacts import Pact


def ask(session: TenantSession, pact: Pact, file_format: str = "pdf", language: Language = "hu") -> uuid.UUID:
    """Ask for the work plan as the head of the office does; a job makes it after the commit."""
    house: House = pact.app.extensions["paktum"]
    words = house.vocabulary_of(session, pact.id, "")
    order = Order("work-plan", file_format, language)
    return ask_for_report(session, SystemClock(), house.store, pact.actor(), facts_of(pact), words, order)


def a_finished_report(pact: Pact) -> uuid.UUID:
    """A report with its file, made at once."""
    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        words = house.vocabulary_of(session, pact.id, "")
        return make_at_once(
            session, SystemClock(), house.store, facts_of(pact), words, Order("work-plan", "xlsx", pact.language)
        )


def a_waiting_report(pact: Pact) -> uuid.UUID:
    """A report that was asked for and that no worker took up yet."""
    with pact.work() as session:
        return ask(session, pact)


def facts_of(pact: Pact) -> TenantFacts:
    """The tenant as pages know it."""
    with unit_of_work(pact.app, PLATFORM) as session:
        tenant = tenant_of_id(session, pact.id)
    assert tenant is not None
    return tenant
