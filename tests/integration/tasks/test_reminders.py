"""Reminders of tasks: one mail a person and morning, each occasion once, as long as there is anything to remind of."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from paktum.core.clock import FixedClock
from paktum.core.outbox import OutboxMessage
from paktum.core.placeholders import speaking_for
from paktum.domains.notices.tables import MailMessage
from paktum.domains.partners.tables import Organisation
from paktum.domains.tasks.handlers import remind_of_tasks
from paktum.domains.tasks.service import TaskDraft, TaskOrigin, add_task, move_task
from paktum.domains.tasks.service.reminding import REMIND, keep_reminding
from paktum.domains.tasks.tables import TaskReminder
from tests.support.pacts import Pact

# The application's clock stands at noon of 21 November 2026; these tasks were given long before.
TODAY = date(2026, 11, 21)
OCTOBER = FixedClock(datetime(2026, 10, 1, 12, tzinfo=UTC))


def give(pact: Pact, due_on: date, title: str = "Küldje el", **more: Any) -> uuid.UUID:
    draft = TaskDraft(title=title, due_on=due_on, **({"membership_id": pact.actor("member").membership_id} | more))
    with pact.work() as session:
        return add_task(session, OCTOBER, pact.actor("head"), draft, TaskOrigin(said="1/2026. IG határozat"))


def morning(pact: Pact) -> None:
    remind_of_tasks(pact.app, pact.id, {}, lambda session: True)


def mails(pact: Pact) -> list[MailMessage]:
    with pact.work() as session:
        found = list(session.scalars(select(MailMessage).order_by(MailMessage.recipient)))
        session.expunge_all()
    return found


def asked_for(pact: Pact) -> list[datetime]:
    with pact.work() as session:
        rows = session.scalars(select(OutboxMessage.not_before).where(OutboxMessage.topic == REMIND))
        return sorted(when for when in rows if when is not None)


def test_one_mail_tells_a_person_of_all_tasks_whose_hour_has_come(pact: Pact) -> None:
    give(pact, TODAY + timedelta(days=2), "Közeli")
    give(pact, TODAY, "Mai")
    give(pact, TODAY - timedelta(days=5), "Elmúlt")
    give(pact, TODAY + timedelta(days=20), "Távoli")
    morning(pact)
    (mail,) = mails(pact)
    assert mail.recipient == pact.emails["member"]
    assert mail.text_body is not None
    assert [word in mail.text_body for word in ("Közeli", "Mai", "Elmúlt", "Távoli")] == [True, True, True, False]
    assert f"{pact.host}" in mail.text_body
    assert "1/2026. IG határozat" in mail.text_body
    assert "2026. november 23." in mail.text_body


def test_the_same_occasion_is_never_sent_twice(pact: Pact) -> None:
    give(pact, TODAY)
    morning(pact)
    morning(pact)
    assert len(mails(pact)) == 1
    with pact.work() as session:
        assert session.scalars(select(TaskReminder.occasion)).all() == ["on_the_day"]


def test_what_is_finished_is_not_reminded_of(pact: Pact) -> None:
    own = give(pact, TODAY)
    with pact.work() as session:
        move_task(session, OCTOBER, pact.actor("member"), own, "done", today=TODAY)
    morning(pact)
    assert mails(pact) == []


def test_an_organisation_is_written_to_at_its_address_without_a_page_it_cannot_open(pact: Pact) -> None:
    with pact.work() as session:
        organisation = session.scalars(select(Organisation.id).limit(1)).one()
        session.execute(
            update(Organisation).where(Organisation.id == organisation).values(email="iroda@partner.example")
        )
    give(pact, TODAY, membership_id=None, organisation_id=organisation)
    morning(pact)
    (mail,) = mails(pact)
    assert mail.recipient == "iroda@partner.example"
    assert mail.text_body is not None
    assert "/tasks/" not in mail.text_body


def test_a_mail_asks_to_tell_the_office_by_the_word_of_the_pact(make_pact: Callable[[str], Pact]) -> None:
    network = make_pact("participation")
    with network.work() as session:
        organisation = session.scalars(select(Organisation.id).limit(1)).one()
        session.execute(
            update(Organisation).where(Organisation.id == organisation).values(email="kraj@partner.example")
        )
    give(network, TODAY, membership_id=None, organisation_id=organisation)
    keep = network.app.extensions["paktum"].vocabulary_of
    with network.work() as session:
        words = keep(session, network.id, "")
    with speaking_for(words.term):
        morning(network)
    (mail,) = mails(network)
    assert mail.text_body is not None and "vedenie siete" in mail.text_body


def test_who_has_no_address_is_reminded_when_there_is_one(pact: Pact) -> None:
    give(pact, TODAY, membership_id=None, assignee="A hivatal vezetője")
    morning(pact)
    with pact.work() as session:
        assert session.scalars(select(TaskReminder.id)).all() == []


def test_a_morning_is_asked_for_once_a_day_and_in_the_pacts_own_zone(pact: Pact) -> None:
    give(pact, TODAY)
    give(pact, TODAY)
    assert asked_for(pact) == [datetime(2026, 10, 2, 5, tzinfo=UTC)]
    with pact.work() as session:
        keep_reminding(session, FixedClock(datetime(2026, 10, 2, 4, tzinfo=UTC)))
    assert len(asked_for(pact)) == 1


def test_each_morning_asks_for_the_next_until_no_deadline_is_left(pact: Pact) -> None:
    own = give(pact, TODAY)
    morning(pact)
    assert asked_for(pact)[-1] == datetime(2026, 11, 22, 6, tzinfo=UTC)
    with pact.work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.topic == REMIND).values(done_at=OCTOBER.now()))
        move_task(session, OCTOBER, pact.actor("member"), own, "done", today=TODAY)
    before = asked_for(pact)
    morning(pact)
    assert asked_for(pact) == before
