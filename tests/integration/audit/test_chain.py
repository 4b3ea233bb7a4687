"""The chain of acts: what was altered or taken out is named (security case 40), and the head reads who did what."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from paktum.core.clock import SystemClock
from paktum.core.messages import msg, say
from paktum.domains.audit.service import Break, ChainCheck, check_chain, record
from tests.support.pacts import Pact
from tests.support.statements import counted_statements

if TYPE_CHECKING:
    from paktum.local.provision import DatabaseUrls


def act(pact: Pact, number: int = 5) -> None:
    for _ in range(number):
        with pact.work() as session:
            record(session, SystemClock(), pact.actor(), "body.renamed", "body", pact.id, old="one", new="two")


def breaks(pact: Pact) -> tuple[Break, ...]:
    with pact.work() as session:
        return check_chain(session).breaks


@pytest.fixture
def tamper(database: "DatabaseUrls", pact: Pact) -> Callable[[str], None]:
    """Change the chain as somebody with the server's superuser could."""

    def run(statement: str) -> None:
        engine = create_engine(database.admin, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement), {"t": pact.id})
        engine.dispose()

    return run


def test_an_untouched_chain_holds(pact: Pact) -> None:
    assert breaks(pact) == ()
    act(pact)
    assert breaks(pact) == ()


@pytest.mark.parametrize("column", ["post = 'somebody else'", "action = 'body.kept'", "facts = '{}'", "at = now()"])
def test_an_altered_entry_is_named(pact: Pact, tamper: Callable[[str], None], column: str) -> None:
    act(pact)
    tamper(f"update audit_entry set {column} where tenant_id = :t and sequence = 3")
    assert breaks(pact) == (Break(3, missing=False),)


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_removed_entry_is_named_also_the_first_and_the_last(
    pact: Pact, tamper: Callable[[str], None], sequence: int
) -> None:
    act(pact)
    tamper(f"delete from audit_entry where tenant_id = :t and sequence = {sequence}")
    assert Break(sequence, missing=True) in breaks(pact)


def test_an_entry_whose_own_hash_was_made_to_fit_is_named_by_the_next(
    pact: Pact, tamper: Callable[[str], None]
) -> None:
    act(pact)
    tamper("update audit_entry set hash = repeat('a', 64) where tenant_id = :t and sequence = 2")
    assert Break(2, missing=False) in breaks(pact)


def test_all_entries_gone_are_missed(pact: Pact, tamper: Callable[[str], None]) -> None:
    act(pact, 3)
    tamper("delete from audit_entry where tenant_id = :t")
    assert breaks(pact) == tuple(Break(number, missing=True) for number in (1, 2, 3))


def test_entries_beyond_the_end_are_named(pact: Pact, tamper: Callable[[str], None]) -> None:
    act(pact, 3)
    tamper("update audit_head set sequence = 2 where tenant_id = :t")
    assert Break(3, missing=False) in breaks(pact)


def test_the_application_itself_cannot_alter_or_remove_an_entry(pact: Pact) -> None:
    act(pact, 1)
    for statement in ("update audit_entry set post = 'x'", "delete from audit_entry"):
        with pytest.raises(Exception, match="permission denied"), pact.work() as session:
            session.execute(text(statement))


def test_an_act_that_was_rolled_back_leaves_no_gap(pact: Pact) -> None:
    act(pact, 1)
    with pytest.raises(ZeroDivisionError), pact.work() as session:
        record(session, SystemClock(), pact.actor(), "body.renamed", "body", None)
        session.flush()
        raise ZeroDivisionError
    act(pact, 1)
    with pact.work() as session:
        assert check_chain(session).entries == 2
    assert breaks(pact) == ()


def test_the_head_reads_who_did_what_and_filters_by_kind(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post("/language", {"language": "en"})
    head.post(f"/members/{pact.actor('officer').membership_id}", {"version": "1", "role": "viewer", "post": "guest"})
    act(pact, 1)
    page = head.get("/audit").text
    assert "A member&#39;s role was changed" in page and pact.actor("head").post in page
    filtered = head.get("/audit?kind=membership").text
    assert "A member&#39;s role was changed" in filtered and "body.renamed" not in filtered
    assert head.get("/audit?kind=nothing&page=x").status_code == 200


def test_the_page_of_the_check_names_what_does_not_hold(pact: Pact, tamper: Callable[[str], None]) -> None:
    act(pact)
    head = pact.signed_in("head")
    head.post("/language", {"language": "en"})
    assert "The record holds" in head.get("/audit/chain").text
    tamper("delete from audit_entry where tenant_id = :t and sequence = 2")
    assert "Entry 2 is missing." in head.get("/audit/chain").text


def test_only_the_head_reads_the_record(pact: Pact) -> None:
    for role in ("officer", "member"):
        visitor = pact.signed_in(role)  # type: ignore[arg-type]
        assert visitor.get("/audit").status_code == 403
        assert visitor.get("/audit/chain").status_code == 403


def test_the_page_asks_the_database_as_often_for_many_acts(pact: Pact) -> None:
    head = pact.signed_in("head")
    act(pact, 1)
    head.get("/audit")
    with counted_statements(pact.app) as few:
        head.get("/audit")
    act(pact, 60)
    with counted_statements(pact.app) as many:
        page = head.get("/audit").text
    assert len(few) == len(many) <= 5
    assert "/audit?page=2" in page


def test_a_record_without_entries_is_not_said_to_hold(pact: Pact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paktum.domains.audit.service.check_chain", lambda session: ChainCheck(0, ()))
    page = pact.signed_in("head").get("/audit/chain").text
    assert say(msg("Nothing has been recorded yet, so there is nothing to check."), pact.language) in page
    assert "state-ok" not in page[page.index("<main") :]
