"""One's own account: password, keys, language, and the browsers one is signed in with."""

from collections.abc import Callable

from sqlalchemy import select

from paktum.domains.audit.tables import AuditEntry
from paktum.installation import DEMO_PASSWORD
from tests.support.pacts import Pact
from tests.support.post import mails
from tests.support.statements import counted_statements

NEW = "a sentence to remember"
FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}


def acts(pact: Pact) -> list[str]:
    with pact.work() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))


def test_a_changed_password_signs_other_browsers_out_and_keeps_this_one(pact: Pact) -> None:
    here, there = pact.signed_in("head"), pact.signed_in("head")
    answer = here.post("/account/password", {"old_password": DEMO_PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert acts(pact)[-1] == "account.password_changed"
    assert mails(pact)[-1].recipient == pact.emails["head"]


def test_a_changed_password_closes_a_link_that_is_still_out(pact: Pact) -> None:
    pact.guest().post("/forgotten", {"email": pact.emails["head"]})
    path = mails(pact)[-1].path
    pact.signed_in("head").post("/account/password", {"old_password": DEMO_PASSWORD, "password": NEW})
    assert pact.guest().get(path).status_code == 404


def test_a_wrong_present_password_changes_nothing_and_is_counted(pact: Pact) -> None:
    head = pact.signed_in("head")
    statuses = [
        head.post("/account/password", {"old_password": f"wrong {number}", "password": NEW}).status_code
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    answer = pact.guest().post(
        "/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD}, environ_base=elsewhere
    )
    assert answer.status_code == 303


def test_a_weak_new_password_is_said_at_its_field(pact: Pact) -> None:
    answer = pact.signed_in("head").post("/account/password", {"old_password": DEMO_PASSWORD, "password": "short"})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text


def test_keys_are_switched_off_and_on(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert 'data-keys="off"' not in head.get("/account").text
    head.post("/account/keys", {})
    assert 'data-keys="off"' in head.get("/account").text
    head.post("/account/keys", {"shortcuts": "y"})
    assert 'data-keys="off"' not in head.get("/account").text


def test_the_chosen_language_follows_the_person_to_another_browser(pact: Pact) -> None:
    pact.signed_in("head").post("/language", {"language": "pl"})
    assert '<html lang="pl"' in pact.signed_in("head").get("/account").text


def test_open_sessions_are_listed_with_their_browsers_and_ended_but_for_this_one(pact: Pact) -> None:
    pact.guest().post("/sign-in", {"email": pact.emails["head"], "password": DEMO_PASSWORD}, headers=FIREFOX)
    here, there = pact.signed_in("head"), pact.signed_in("head")
    assert "Firefox, Windows" in here.get("/account").text
    assert here.post("/account/sign-out-elsewhere").status_code == 303
    assert there.get("/account").status_code == 303
    page = here.get("/account")
    assert page.status_code == 200 and "Firefox, Windows" not in page.text


def test_another_persons_sessions_are_not_listed_or_ended(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    pact.signed_in("head").post("/account/sign-out-elsewhere")
    assert officer.get("/account").status_code == 200


def test_the_account_page_asks_the_database_three_times(pact: Pact) -> None:
    head = pact.signed_in("head")
    for _ in range(3):
        pact.signed_in("head")
    head.get("/account")
    with counted_statements(pact.app) as statements:
        head.get("/account")
    assert len(statements) <= 4, statements


def test_every_role_has_an_account_page(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("tiszakecske")
    for role in pact.emails:
        assert pact.signed_in(role).get("/account").status_code == 200, role
