"""Notices inside the application, and the inbox of a demo."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from paktum.core.messages import msg
from paktum.domains.files.service import keep_file
from paktum.domains.notices.service import Attachment, Enclosures, notify, queue_mail
from paktum.domains.notices.tables import Notice
from tests.support.pacts import Pact
from tests.support.post import mails
from tests.support.statements import counted_statements

if TYPE_CHECKING:
    from flask import Flask


def tell(pact: Pact, words: str, address: str = "/account", role: str = "head") -> None:
    with pact.work() as session:
        notify(session, pact.actor(role).membership_id, msg(words), address)  # type: ignore[arg-type]


def test_a_notice_stands_on_the_next_page_until_it_is_read(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert "The report is ready." not in head.get("/account").text
    tell(pact, "The report is ready.")
    for _ in range(2):
        assert "The report is ready." in head.get("/account").text
    with pact.work() as session:
        notice = session.scalars(select(Notice.id)).one()
    answer = head.post(f"/notices/{notice}/read", {"next": "/account"})
    assert answer.headers["Location"] == "/account"
    assert "The report is ready." not in head.get("/account").text


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(pact: Pact) -> None:
    head = pact.signed_in("head")
    tell(pact, "The report is ready.", "/jobs")
    with pact.work() as session:
        notice = session.scalars(select(Notice.id)).one()
    assert head.post(f"/notices/{notice}/open").headers["Location"] == "/jobs"
    assert "The report is ready." not in head.get("/jobs").text
    assert "The report is ready." in head.get("/notices").text


def test_a_script_that_marks_a_notice_gets_nothing_back(pact: Pact) -> None:
    head = pact.signed_in("head")
    tell(pact, "The report is ready.")
    with pact.work() as session:
        notice = session.scalars(select(Notice.id)).one()
    answer = head.post(f"/notices/{notice}/read", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (200, "")


def test_of_many_notices_three_are_shown_and_the_rest_counted(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post("/language", {"language": "en"})
    for number in range(5):
        tell(pact, f"Report {number} is ready.")
    page = head.get("/account").text
    assert page.count("is ready.") == 3 and "Report 4 is ready." in page
    assert "2 more unread notices" in page
    assert head.get("/notices").text.count("is ready.") == 5
    head.post("/notices/read")
    assert "is ready." not in head.get("/account").text


def test_nobody_reads_or_marks_anothers_notices(pact: Pact) -> None:
    tell(pact, "For the officer alone.", role="officer")
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    assert "For the officer alone." not in head.get("/notices").text
    with pact.work() as session:
        notice = session.scalars(select(Notice.id)).one()
    assert head.post(f"/notices/{notice}/open").status_code == 404
    head.post("/notices/read")
    assert "For the officer alone." in officer.get("/account").text


def test_a_page_without_notices_asks_nothing_more_for_them(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.get("/notices")
    with counted_statements(pact.app) as none_unread:
        head.get("/account")
    tell(pact, "The report is ready.")
    with counted_statements(pact.app) as one_unread:
        head.get("/account")
    assert len(one_unread) == len(none_unread) + 1


def test_a_notice_never_leads_to_another_site(pact: Pact) -> None:
    head = pact.signed_in("head")
    tell(pact, "Come here.", "//evil.example")
    with pact.work() as session:
        notice = session.scalars(select(Notice.id)).one()
    assert head.post(f"/notices/{notice}/open").headers["Location"] == "/notices"


def test_a_guest_reads_the_demos_mail_and_follows_its_link(pact: Pact) -> None:
    guest = pact.guest()
    guest.post("/forgotten", {"email": pact.emails["head"]})
    (mail,) = mails(pact)
    inbox = guest.get("/demo/mail/").text
    address = inbox.split('href="/demo/mail/')[1].split('"')[0]
    page = guest.get(f"/demo/mail/{address}").text
    assert pact.emails["head"] in page
    assert f'<a href="{mail.link}">{mail.link}</a>' in page
    assert guest.get(mail.path).status_code == 200


def test_what_a_mail_of_the_demo_encloses_can_be_opened(pact: Pact) -> None:
    store = pact.app.extensions["paktum"].store
    with pact.work() as session:
        kept = keep_file(session, store, None, name="x", media_type="application/pdf", chunks=[b"%PDF-1.7 pack"])
        mail = queue_mail(
            session,
            recipient="a@b.example",
            subject="Invitation",
            text_body="Come",
            html_body="",
            language="en",
            enclosures=Enclosures(
                calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
                calendar_method="REQUEST",
                attachments=(Attachment("Ülésanyag.pdf", "application/pdf", kept.sha256),),
            ),
        )
    mails(pact)
    guest = pact.guest()
    page = guest.get(f"/demo/mail/{mail}").text
    assert ">invitation.ics</a>" in page and ">Ülésanyag.pdf</a>" in page
    calendar = guest.get(f"/demo/mail/{mail}/enclosed/1")
    assert calendar.data.startswith(b"BEGIN:VCALENDAR") and calendar.mimetype == "text/calendar"
    with guest.get(f"/demo/mail/{mail}/enclosed/2") as pack:
        assert pack.data == b"%PDF-1.7 pack" and pack.headers["Content-Disposition"].startswith("attachment")
    for number in (0, 3):
        assert guest.get(f"/demo/mail/{mail}/enclosed/{number}").status_code == 404


def test_markup_in_a_mail_is_shown_and_not_obeyed(pact: Pact) -> None:
    with pact.work() as session:
        queue_mail(
            session,
            recipient="<b>a@b.example",
            subject="<script>alert(1)</script>",
            text_body='<script>alert(2)</script> see http://a.example/?q="><img src=x> or javascript:alert(3)',
            html_body="<script>alert(4)</script>",
            language="en",
        )
    mails(pact)
    guest = pact.guest()
    inbox = guest.get("/demo/mail/").text
    page = guest.get("/demo/mail/" + inbox.split('href="/demo/mail/')[1].split('"')[0]).text
    for shown in (inbox, page):
        assert "<script>alert" not in shown and "<b>a@" not in shown and "<img" not in shown
    assert 'href="javascript' not in page


def test_the_demos_mail_is_one_pacts(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    one.guest().post("/forgotten", {"email": one.emails["head"]})
    mails(one)
    assert one.emails["head"] not in other.guest().get("/demo/mail/").text


def test_outside_a_demo_there_is_no_such_inbox(app: "Flask", pact: Pact) -> None:
    from paktum.app import create_app
    from paktum.core.database import db

    house = app.extensions["paktum"]
    real = create_app(replace(house.settings, demo=False), clock=house.clock)
    assert real.test_client().get("/demo/mail/", base_url=pact.origin).status_code == 404
    with real.app_context():
        db.engine.dispose()
