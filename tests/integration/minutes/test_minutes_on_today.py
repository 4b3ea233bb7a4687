"""Today says which minutes are to be finished, and which to be approved, by the charter's deadline."""

from tests.support.minutes import drafted, sent
from tests.support.pacts import Pact
from tests.support.statements import counted_statements


def test_the_office_finishes_and_the_head_approves(pact: Pact) -> None:
    first, second = drafted(pact), sent(pact)
    officer, head, member = (pact.signed_in(role).get("/").text for role in ("officer", "head", "member"))
    for page in (officer, head):
        assert f'href="/meetings/{first}/minutes"' in page
        assert f'href="/meetings/{second}/minutes"' in page
    assert f"/meetings/{second}/minutes/approve" in head
    assert f"/meetings/{second}/minutes/approve" not in officer
    assert f"/meetings/{first}/minutes" not in member


def test_approved_minutes_wait_for_nobody(pact: Pact) -> None:
    meeting = sent(pact)
    head = pact.signed_in("head")
    head.post(f"/meetings/{meeting}/minutes/approve", {"approver": "Az elnök"})
    assert f"/meetings/{meeting}/minutes" not in head.get("/").text


def test_today_asks_once_for_all_minutes(pact: Pact) -> None:
    sent(pact)
    head = pact.signed_in("head")
    head.get("/account")
    with counted_statements(pact.app) as statements:
        head.get("/")
    assert sum("FROM minutes" in statement for statement in statements) == 1
