"""Pages that are kept: made anew after a change, for another role, language or day, and never with a form's token."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from paktum.core.clock import FixedClock
from paktum.web.context import House
from tests.support.pacts import Pact
from tests.support.plans import address_of, enter, many

TOKEN = 'name="csrf_token"'


@pytest.fixture
def planned(pact: Pact) -> Pact:
    """A pact with a small programme."""
    enter(pact, *many(4))
    return pact


def test_an_entry_changed_by_one_is_changed_for_the_next_reader(planned: Pact) -> None:
    from sqlalchemy import update

    from paktum.domains.programme.tables import PlanEntry

    head, address = planned.signed_in("head"), address_of(planned, "session", 1)
    assert "Egészen más" not in head.get(address).text
    with planned.work() as session:
        session.execute(update(PlanEntry).values(place="Egészen más"))
    assert "Egészen más" in head.get(address).text


def test_what_only_the_office_may_do_is_not_shown_to_a_viewer_after_it(planned: Pact) -> None:
    address = address_of(planned, "session", 1)
    for role, shown in (("head", True), ("member", False), ("head", True)):
        text = planned.signed_in(role).get(address).text  # type: ignore[arg-type]
        assert (f"{address}/edit" in text) is shown


def test_each_reader_gets_the_kept_page_in_their_own_language(planned: Pact) -> None:
    reader = planned.signed_in("head")
    for language in ("hu", "en", "hu"):
        reader.post("/language", {"language": language})
        assert f'<html lang="{language}"' in reader.get("/programme").text
    english = planned.signed_in("head")
    english.post("/language", {"language": "en"})
    assert "Time line" in english.get("/programme").text


def test_what_was_planned_yesterday_is_late_tomorrow(planned: Pact, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, address = planned.signed_in("head"), address_of(planned, "session", 1)
    before = reader.get(address).text
    house: House = planned.app.extensions["paktum"]
    later = FixedClock(datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(days=150))
    monkeypatch.setitem(planned.app.extensions, "paktum", dataclasses.replace(house, clock=later))
    with planned.work() as session:
        from sqlalchemy import update

        from paktum.domains.people.tables import AccountSession

        session.execute(update(AccountSession).values(expires_at=later.now() + timedelta(days=1)))
    assert "state-late" not in before
    assert "state-late" in reader.get(address).text


def test_a_part_that_holds_a_token_is_refused(planned: Pact) -> None:
    from paktum.web.kept import kept

    with (
        planned.app.test_request_context("/programme", base_url=planned.origin),
        pytest.raises(RuntimeError, match="token"),
    ):
        planned.app.preprocess_request()
        kept("leaflet", lambda: f"<form><input {TOKEN}></form>")


def test_the_form_of_a_kept_entry_carries_the_readers_own_token(planned: Pact) -> None:
    from sqlalchemy import update

    from paktum.domains.programme.tables import PlanEntry

    address = address_of(planned, "session", 1)
    with planned.work() as session:
        session.execute(update(PlanEntry).values(cancelled_at=datetime(2026, 11, 1, tzinfo=UTC), cancel_reason="so"))
    tokens = set()
    for _reader in range(2):
        text = planned.signed_in("head").get(address).text
        assert '<form id="restore"' in text
        tokens.add(text.split(f'{TOKEN} form="restore" value="', 1)[1].split('"', 1)[0])
    assert len(tokens) == 2


def test_addresses_without_arguments_are_those_that_flask_builds(planned: Pact) -> None:
    from flask import url_for

    from paktum.web.addresses import address_of as kept_address

    house: House = planned.app.extensions["paktum"]
    with planned.app.test_request_context("/programme", base_url=planned.origin):
        for entry in house.navigation:
            assert kept_address(entry.endpoint) == kept_address(entry.endpoint) == url_for(entry.endpoint)
