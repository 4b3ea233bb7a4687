"""Invitations for tests: addresses for the mandates of a pact, its words, and what stands in the mails that came of it."""

import uuid
from email.message import EmailMessage
from typing import Any

import icalendar
from sqlalchemy import select

from paktum.core.outbox import OutboxMessage
from paktum.domains.bodies.tables import Mandate
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import House
from tests.support.pacts import Pact


def address_everybody(pact: Pact) -> None:
    """Give every mandate of the pact an address of its own."""
    with pact.work() as session:
        for number, mandate in enumerate(session.scalars(select(Mandate).order_by(Mandate.id))):
            mandate.email = f"mandate{number}@{pact.slug}.example"


def words_of(pact: Pact) -> Vocabulary:
    """The pact's words, as a request would have them."""
    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        return house.vocabulary_of(session, pact.id, "")


def carry_out_all(pact: Pact) -> None:
    """Carry out all that waits, also what failed and would wait for its next attempt, until nothing is left."""
    from paktum.worker.runner import MOST_ATTEMPTS, carry_out

    for _ in range(MOST_ATTEMPTS * 2):
        with pact.work() as session:
            waiting: list[uuid.UUID] = list(
                session.scalars(
                    select(OutboxMessage.id).where(
                        OutboxMessage.done_at.is_(None), OutboxMessage.attempts < MOST_ATTEMPTS
                    )
                )
            )
        if not waiting:
            return
        for message in waiting:
            carry_out(pact.app, pact.id, message)
    raise AssertionError("messages of the outbox are left over")


def events_of(mail: EmailMessage, method: str) -> list[Any]:
    """The events of a mail's calendar part, read by a strict reader; the part and the object name the same method."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = icalendar.Calendar.from_ical(content)
    assert part.get_param("method") == method and calendar["METHOD"] == method
    events = list(calendar.walk("VEVENT"))
    assert all(event.errors == [] for event in events)
    return events


def sent(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def personal_secret(pact: Pact, invitee_id: uuid.UUID) -> str:
    """The secret of somebody's personal link as it is now."""
    from paktum.core.links import link_secret
    from paktum.domains.meetings.rules.inviting import LINK_PURPOSE
    from paktum.domains.meetings.tables import Invitee

    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        generation = session.scalars(select(Invitee.link_generation).where(Invitee.id == invitee_id)).one()
    return link_secret(house.settings.secret_key, LINK_PURPOSE, pact.id, invitee_id, generation)
