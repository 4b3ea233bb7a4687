"""A new password by mail: the same answer for everybody, a link that works once, and everything else shut by it."""

from collections.abc import Callable
from datetime import timedelta

from paktum.installation import DEMO_PASSWORD
from tests.support.pacts import Pact, Visitor
from tests.support.post import later, mails
from tests.support.statements import counted_statements

NEW = "a sentence to remember"


def ask(pact: Pact, email: str | None = None, **arguments: object) -> str:
    """Ask for a link and give the path it leads to."""
    pact.guest().post("/forgotten", {"email": email or pact.emails["head"]}, **arguments)
    return mails(pact)[-1].path


def can_sign_in(pact: Pact, password: str, email: str | None = None) -> bool:
    answer = pact.guest().post("/sign-in", {"email": email or pact.emails["head"], "password": password})
    return answer.status_code == 303


def test_the_head_sets_a_new_password_with_the_link_in_the_mail(pact: Pact) -> None:
    path = ask(pact)
    guest = pact.guest()
    assert pact.emails["head"] in guest.get(path).text
    answer = guest.post(path, {"password": NEW})
    assert answer.headers["Location"] == "/sign-in"
    assert can_sign_in(pact, NEW) and not can_sign_in(pact, DEMO_PASSWORD)


def test_the_mail_is_in_the_persons_language_in_two_forms(pact: Pact) -> None:
    pact.signed_in("head").post("/language", {"language": "cs"})
    ask(pact)
    mail = mails(pact)[-1]
    assert mail.language == "cs"
    assert '<html lang="cs">' in mail.html
    assert mail.link in mail.html and mail.state == "caught"


def test_the_answer_and_its_work_are_the_same_for_an_unknown_address(pact: Pact) -> None:
    guest, answers, work = pact.guest(), [], []
    for email in (pact.emails["head"], "nobody@paktum.example"):
        guest.get("/forgotten")
        with counted_statements(pact.app) as statements:
            answers.append(guest.post("/forgotten", {"email": email}))
        work.append(statements)
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].headers["Location"] == answers[1].headers["Location"] == "/forgotten/sent"
    assert work[0] == work[1]
    assert [mail.recipient for mail in mails(pact)] == [pact.emails["head"]]


def test_a_link_works_once(pact: Pact) -> None:
    path = ask(pact)
    pact.guest().post(path, {"password": NEW})
    for answer in (pact.guest().get(path), pact.guest().post(path, {"password": "another sentence here"})):
        assert answer.status_code == 404
        assert "/forgotten" in answer.text
    assert can_sign_in(pact, NEW)


def test_a_link_is_too_old_after_two_hours(pact: Pact) -> None:
    path = ask(pact)
    with later(pact, timedelta(hours=2, minutes=1)):
        assert pact.guest().get(path).status_code == 404
        assert pact.guest().post(path, {"password": NEW}).status_code == 404
    assert can_sign_in(pact, DEMO_PASSWORD)


def test_setting_the_password_ends_all_sessions_and_closes_all_links(pact: Pact) -> None:
    head = pact.signed_in("head")
    first, second = ask(pact), ask(pact)
    pact.guest().post(second, {"password": NEW})
    assert head.get("/account").status_code == 303
    assert pact.guest().get(first).status_code == 404


def test_the_person_is_told_of_the_new_password_by_mail(pact: Pact) -> None:
    pact.guest().post(ask(pact), {"password": NEW})
    last = mails(pact)[-1]
    assert last.recipient == pact.emails["head"] and last.path == "/forgotten"


def test_looking_at_the_link_does_not_use_it_up(pact: Pact) -> None:
    path = ask(pact)
    for _ in range(3):
        assert pact.guest().get(path).status_code == 200
    assert pact.guest().post(path, {"password": NEW}).status_code == 303


def test_a_bad_password_is_said_at_its_field_and_the_link_stays_open(pact: Pact) -> None:
    path = ask(pact)
    for bad in ("", "short", "aaaaaaaaaaaaaaaa", "head-and-more-words-head"):
        answer = pact.guest().post(path, {"password": bad})
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text, bad
    assert pact.guest().post(path, {"password": NEW}).status_code == 303


def test_a_forged_host_does_not_get_into_the_mail(pact: Pact) -> None:
    """Case 28: an unknown host is not answered, and headers that name one change nothing."""
    guest = pact.guest()
    token = guest.token()
    answer = guest.client.post(
        "/forgotten", base_url="http://evil.example", data={"email": pact.emails["head"], "csrf_token": token}
    )
    assert answer.status_code == 404
    guest.post("/forgotten", {"email": pact.emails["head"]}, headers={"X-Forwarded-Host": "evil.example"})
    written = mails(pact)
    assert len(written) == 1
    assert written[0].link.startswith(f"http://{pact.host}/new-password/")
    assert "evil" not in written[0].text + written[0].html


def test_a_link_of_one_pact_opens_nothing_at_another(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    path = ask(one)
    assert other.guest().get(path).status_code == 404
    assert other.guest().post(path, {"password": NEW}).status_code == 404
    assert can_sign_in(one, DEMO_PASSWORD)


def test_an_inbox_is_not_filled_by_asking_again_and_again(pact: Pact) -> None:
    guest = pact.guest()
    answers = {guest.post("/forgotten", {"email": pact.emails["head"]}).status_code for _ in range(8)}
    assert answers == {303}
    assert len(mails(pact)) == 3


def test_whoever_asks_for_many_addresses_is_held(pact: Pact) -> None:
    asker = {"REMOTE_ADDR": "198.51.100.9"}
    guest = pact.guest()
    statuses = [
        guest.post("/forgotten", {"email": f"somebody{number}@paktum.example"}, environ_base=asker).status_code
        for number in range(31)
    ]
    assert statuses == [303] * 30 + [429]


def test_neither_the_secret_nor_the_address_stays_in_the_outbox(pact: Pact) -> None:
    from sqlalchemy import text

    path = ask(pact)
    with pact.work() as session:
        kept = session.scalar(text("select string_agg(payload::text, ' ') from outbox_message"))
    assert path.rsplit("/", 1)[1] not in kept
    assert pact.emails["head"] not in kept


def test_a_member_who_left_gets_no_link(pact: Pact) -> None:
    head = pact.signed_in("head")
    officer = pact.actor("officer").membership_id
    head.post(f"/members/{officer}/end", {"version": "1"})
    pact.guest().post("/forgotten", {"email": pact.emails["officer"]})
    assert [mail for mail in mails(pact) if mail.recipient == pact.emails["officer"]] == []


def test_the_pages_of_the_gate_are_for_guests_on_a_pacts_host(pact: Pact) -> None:
    guest = Visitor(pact)
    for path in ("/forgotten", "/forgotten/sent", "/sign-in"):
        assert guest.get(path).status_code == 200
    assert guest.client.get("/forgotten", base_url="http://localhost").status_code == 404
