"""Nothing of one tenant flows into another over what they share: connections, caches, failures (security cases 5 to 9)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from paktum.core.database import PLATFORM, ScopeError, current_session, db, unit_of_work
from paktum.domains.bodies.tables import Body
from tests.support.pacts import Pact, new_pact

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def narrow_app(app: "Flask") -> "Iterator[Flask]":
    """The application with one connection to the database."""
    from paktum.app import create_app

    house = app.extensions["paktum"]
    application = create_app(replace(house.settings, pool=1), clock=house.clock)
    application.testing = True
    yield application
    with application.app_context():
        db.engine.dispose()


def test_a_session_without_a_tenant_refuses_to_work(app: "Flask") -> None:
    with app.app_context(), pytest.raises(ScopeError):
        current_session().execute(select(Body.id))


def test_a_session_cannot_be_bound_to_a_second_tenant(app: "Flask", make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    with unit_of_work(app, one.id) as session, pytest.raises(ScopeError):
        session.bind_scope(other.id)


def test_the_platforms_own_session_sees_no_tenants_rows(app: "Flask", pact: Pact) -> None:
    with pytest.raises(Exception, match="app.tenant_id|uuid"), unit_of_work(app, PLATFORM) as session:
        session.execute(select(Body.id))


def test_a_thousand_requests_in_turn_over_one_connection_never_mix(narrow_app: "Flask") -> None:
    one, other = new_pact(narrow_app, "tiszakecske"), new_pact(narrow_app, "liberec")
    visitors = [
        (one.signed_in(), "Irányító Csoport", "Výkonná rada"),
        (other.signed_in(), "Výkonná rada", "Irányító Csoport"),
    ]
    for number in range(1000):
        visitor, own, foreign = visitors[number % 2]
        answer = visitor.get("/bodies")
        assert own in answer.text and foreign not in answer.text, number


def test_after_a_failure_in_mid_transaction_the_connection_is_clean(narrow_app: "Flask") -> None:
    one, other = new_pact(narrow_app, "tiszakecske"), new_pact(narrow_app, "liberec")
    with pytest.raises(ZeroDivisionError), unit_of_work(narrow_app, one.id) as session:
        session.execute(select(Body.id))
        raise ZeroDivisionError
    with unit_of_work(narrow_app, other.id) as session:
        tenants = set(session.scalars(select(Body.tenant_id)))
        assert tenants == {other.id}
    with narrow_app.app_context(), db.engine.connect() as connection:
        left = connection.execute(text("select current_setting('app.tenant_id', true)")).scalar_one()
    assert left in (None, "")


def test_a_get_cannot_write(pact: Pact) -> None:
    with pytest.raises(Exception, match="read-only"), pact.work() as session:
        session.forbid_writing()
        session.execute(text("update body set name = 'changed'"))


def test_kept_fragments_are_one_tenants_and_one_revisions(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    from paktum.web.fragments import FragmentCache

    other = make_pact("liberec")
    cache: FragmentCache[str] = FragmentCache(limit=500)
    assert cache.get((pact.id, 1, "list"), lambda: "of one") == "of one"
    assert cache.get((other.id, 1, "list"), lambda: "of the other") == "of the other"
    assert cache.get((pact.id, 2, "list"), lambda: "after a write") == "after a write"
    assert cache.get((pact.id, 2, "list"), lambda: "made again") == "after a write"
    assert cache.get((pact.id, 1, "list"), lambda: "for a slow reader") == "for a slow reader"
    cache.get((pact.id, 3, "list"), lambda: "x" * 600)
    assert cache.get((other.id, 1, "list"), lambda: "made again") == "made again"


def test_every_committed_write_raises_the_tenants_revision(pact: Pact) -> None:
    def revision() -> int:
        with pact.work() as session:
            return int(session.scalar(text("select revision from tenant_revision")) or 0)

    before = revision()
    with pact.work() as session:
        body = session.scalars(select(Body)).first()
        assert body is not None
        body.purpose = "changed"
    assert revision() == before + 1
    with pact.work() as session:
        session.execute(select(Body.id)).all()
    assert revision() == before + 1
