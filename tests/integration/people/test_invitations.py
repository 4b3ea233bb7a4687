"""Inviting a colleague by mail, and joining the pact with the link."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from paktum.domains.audit.tables import AuditEntry
from paktum.installation import DEMO_PASSWORD
from tests.support.pacts import Pact
from tests.support.post import later, mails

NEW = "a sentence to remember"
ASKED = {"email": "Colleague@Labour.example", "post": "labour office delegate", "role": "member", "language": "sk"}


def invite(pact: Pact, **changes: str) -> str:
    """Let the head invite somebody; gives the path in the mail."""
    answer = pact.signed_in("head").post("/members/invite", {**ASKED, **changes})
    assert answer.status_code == 303, answer.text
    return mails(pact)[-1].path


def own_email(pact: Pact) -> str:
    return f"new@{pact.slug}.example"


def test_a_colleague_is_invited_sets_a_password_and_is_in(pact: Pact) -> None:
    path = invite(pact, email=own_email(pact).upper())
    mail = mails(pact)[-1]
    assert (mail.recipient, mail.language) == (own_email(pact), "sk")
    assert "labour office delegate" in mail.text and mail.link.startswith(pact.origin)
    guest = pact.guest()
    assert own_email(pact) in guest.get(path).text
    assert guest.post(path, {"password": NEW}).headers["Location"] == "/"
    assert guest.get("/account").status_code == 200
    again = pact.guest().post("/sign-in", {"email": own_email(pact), "password": NEW})
    assert again.status_code == 303
    with pact.work() as session:
        assert {"invitation.sent", "invitation.accepted"} <= set(session.scalars(select(AuditEntry.action)))
    assert "labour office delegate" in pact.signed_in("head").get("/members").text


def test_the_head_is_told_that_the_colleague_has_joined(pact: Pact) -> None:
    pact.guest().post(invite(pact, email=own_email(pact)), {"password": NEW})
    assert "/notices/" in pact.signed_in("head").get("/account").text


def test_somebody_with_an_account_joins_with_its_password(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    path = invite(other, email=one.emails["officer"])
    guest = other.guest()
    assert guest.post(path, {"password": "not the right one"}).status_code == 422
    assert guest.get("/account").status_code == 303
    assert guest.post(path, {"password": DEMO_PASSWORD}).status_code == 303
    assert guest.get("/account").status_code == 200
    assert one.signed_in("officer").get("/account").status_code == 200


def test_guessing_at_an_invitation_is_slowed_like_any_other(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    path, guest = invite(other, email=one.emails["officer"]), other.guest()
    statuses = [guest.post(path, {"password": f"wrong guess {number}"}).status_code for number in range(11)]
    assert statuses == [422] * 10 + [429]


def test_whoever_forgot_the_password_gets_a_link_where_they_are_invited(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    path = invite(other, email=one.emails["officer"])
    other.guest().post("/forgotten", {"email": one.emails["officer"]})
    other.guest().post(mails(other)[-1].path, {"password": NEW})
    assert other.guest().post(path, {"password": NEW}).status_code == 303


def test_a_link_is_good_for_one_person_once(pact: Pact) -> None:
    path = invite(pact, email=own_email(pact))
    pact.guest().post(path, {"password": NEW})
    second = pact.guest()
    assert second.get(path).status_code == 404
    assert second.post(path, {"password": NEW}).status_code == 404
    assert second.get("/account").status_code == 303


def test_a_link_is_too_old_after_two_weeks_and_may_be_sent_again(pact: Pact) -> None:
    path = invite(pact, email=own_email(pact))
    with later(pact, timedelta(days=14, minutes=1)):
        assert pact.guest().get(path).status_code == 404
        head = pact.signed_in("head")
        head.post(again_address(pact))
        assert pact.guest().get(mails(pact)[-1].path).status_code == 200


def again_address(pact: Pact, verb: str = "again") -> str:
    from paktum.domains.people.tables import Invitation

    with pact.work() as session:
        return f"/members/invitations/{session.scalars(select(Invitation.id)).one()}/{verb}"


def test_an_invitation_sent_again_closes_the_earlier_link(pact: Pact) -> None:
    first = invite(pact, email=own_email(pact))
    pact.signed_in("head").post(again_address(pact))
    second = mails(pact)[-1].path
    assert first != second
    assert pact.guest().get(first).status_code == 404
    assert pact.guest().post(second, {"password": NEW}).status_code == 303


def test_a_withdrawn_invitation_opens_nothing_and_may_be_made_anew(pact: Pact) -> None:
    path = invite(pact, email=own_email(pact))
    pact.signed_in("head").post(again_address(pact, "withdraw"))
    assert pact.guest().get(path).status_code == 404
    assert pact.guest().get(invite(pact, email=own_email(pact))).status_code == 200


def test_nobody_is_invited_twice_or_while_belonging_already(pact: Pact) -> None:
    invite(pact, email=own_email(pact))
    head = pact.signed_in("head")
    for email in (own_email(pact), pact.emails["officer"]):
        answer = head.post("/members/invite", {**ASKED, "email": email})
        assert answer.status_code == 422 and 'id="email-error"' in answer.text
        assert "labour office delegate" in answer.text


def test_what_is_wrong_with_an_invitation_is_said_and_nothing_sent(pact: Pact) -> None:
    head = pact.signed_in("head")
    for wrong in ({"email": "not an address"}, {"post": " "}, {"role": "king"}, {"language": "tlh"}):
        assert head.post("/members/invite", {**ASKED, **wrong}).status_code == 422, wrong
    assert mails(pact) == []


def test_a_line_break_in_an_address_or_post_reaches_no_mail_header(pact: Pact) -> None:
    """Case 34, where people's words meet a header."""
    head = pact.signed_in("head")
    evil = {**ASKED, "email": "a@b.example\r\nBcc: victim@c.example"}
    assert head.post("/members/invite", evil).status_code == 422
    head.post("/members/invite", {**ASKED, "email": own_email(pact), "post": "delegate\r\nBcc: x@c.example"})
    assert all("\n" not in mail.subject and "\n" not in mail.recipient for mail in mails(pact))


def test_whoever_left_comes_back_as_a_new_member_and_the_old_one_stays_in_the_list(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post(f"/members/{pact.actor('officer').membership_id}/end", {"version": "1"})
    path = invite(pact, email=pact.emails["officer"], role="viewer", post="guest of honour")
    assert pact.guest().post(path, {"password": DEMO_PASSWORD}).status_code == 303
    page = head.get("/members").text
    assert page.count(pact.emails["officer"]) == 2 and "guest of honour" in page


def test_an_invitation_of_one_pact_opens_nothing_at_another(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    path = invite(one, email=own_email(one))
    assert other.guest().get(path).status_code == 404
    assert other.guest().post(path, {"password": NEW}).status_code == 404
