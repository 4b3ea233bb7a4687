"""A probe for every route that takes an id: how to get, at another pact, the id that must not open anything here.

A new route with an id in its address fails the build until it has a line in PROBES.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.isolation.body_probes import BODY_PROBES
from tests.isolation.decision_probes import DECISION_PROBES
from tests.isolation.invitation_probes import INVITATION_PROBES
from tests.isolation.meeting_probes import MEETING_PROBES
from tests.isolation.minutes_probes import MINUTES_PROBES
from tests.isolation.paper_probes import PAPER_PROBES
from tests.isolation.phone_probes import PHONE_PROBES
from tests.isolation.sitting_probes import SITTING_PROBES
from tests.support.pacts import Pact
from tests.support.reports import a_finished_report, a_waiting_report

Probe = Callable[[Pact], Mapping[str, Any]]

# Routes whose address holds something else than an id of a tenant's row, each with what it is.
NOT_IDS: Mapping[str, str] = {
    "programme.plan_file": "the format of the file",
    "meetings.meetings_file": "the format of a file",
    "programme.new": "the kind of the new entry",
    "programme.add": "the kind of the new entry",
    "asset": "the hashed name of a built file, the same for all",
    "desk.listed": "which of two lists",
    "bodies.bodies_file": "the format of a file",
    "partners.organisations_file": "the format of a file",
    "decisions.register_file": "the format of a file",
    "tasks.tasks_file": "the format of a file",
    "tenancy.word": "the code of a word that every pact has",
    "tenancy.rename_word": "the code of a word that every pact has",
    "tenancy.take_back_word": "the code of a word that every pact has",
}


def _of(table: str) -> Callable[[Pact], Any]:
    """The id of a row that the pact has, by the name of its table."""

    def find(pact: Pact) -> Any:
        from sqlalchemy import column, select
        from sqlalchemy import table as named

        with pact.work() as session:
            return session.execute(select(column("id")).select_from(named(table)).limit(1)).scalar_one()

    return find


def _run(pact: Pact) -> Mapping[str, Any]:
    from paktum.core.messages import msg
    from paktum.domains.jobs.service import request_job

    with pact.work() as session:
        return {"run_id": request_job(session, pact.actor(), "probe", msg("Work plan"), {})}


def _notice(pact: Pact) -> Mapping[str, Any]:
    from paktum.core.messages import msg
    from paktum.domains.notices.service import notify

    with pact.work() as session:
        notify(session, pact.actor().membership_id, msg("Work plan"), "/")
    return {"notice_id": _of("notice")(pact)}


def _mail(pact: Pact) -> Mapping[str, Any]:
    from sqlalchemy import update

    from paktum.domains.notices.service import queue_mail
    from paktum.domains.notices.tables import MailMessage

    with pact.work() as session:
        mail = queue_mail(session, recipient="a@b.example", subject="a", text_body="b", html_body="", language="en")
        session.execute(update(MailMessage).values(state="caught", calendar="BEGIN:VCALENDAR"))
    return {"mail_id": mail}


def _enclosure(pact: Pact) -> Mapping[str, Any]:
    return {**_mail(pact), "number": 1}


def _member(pact: Pact) -> Mapping[str, Any]:
    return {"membership_id": pact.actor("officer").membership_id}


def _invitation(pact: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.people.service.invitations import InvitedColleague, invite

    with pact.work() as session:
        colleague = InvitedColleague("new@colleague.example", "member", "consultant", "en")
        return {"invitation_id": invite(session, SystemClock(), pact.actor(), colleague)}


def _invitation_link(pact: Pact) -> Mapping[str, Any]:
    from paktum.domains.people.service.invitations import make_invitation_link

    invitation = _invitation(pact)["invitation_id"]
    with pact.work() as session:
        link = make_invitation_link(session, invitation)
    assert link
    return {"secret": link.secret}


def _reset_link(pact: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.people.service.resetting import make_reset_link

    with pact.work() as session:
        link = make_reset_link(session, SystemClock(), pact.emails["head"])
    assert link
    return {"secret": link.secret}


def finished_report(there: Pact) -> Mapping[str, Any]:
    return {"report_id": a_finished_report(there)}


def waiting_report(there: Pact) -> Mapping[str, Any]:
    return {"report_id": a_waiting_report(there)}


def _entry(there: Pact) -> Mapping[str, Any]:
    from tests.support.plans import enter, planned

    enter(there, planned("session", 1))
    return {"entry_id": _of("plan_entry")(there)}


def _link(there: Pact) -> Mapping[str, Any]:
    return {**_entry(there), "prepares_id": _of("plan_entry")(there)}


def _feed(there: Pact) -> Mapping[str, Any]:
    from paktum.core.clock import SystemClock
    from paktum.domains.programme.service import get_or_create_feed

    with there.work() as session:
        return {"feed_id": get_or_create_feed(session, SystemClock(), there.actor(), None)}


def _feed_address(there: Pact) -> Mapping[str, Any]:
    from paktum.domains.programme.rules import feed_secret

    feed_id = _feed(there)["feed_id"]
    key = there.app.extensions["paktum"].settings.secret_key
    return {"feed_id": feed_id, "secret": feed_secret(key, there.id, feed_id, 1)}


def _import(there: Pact) -> Mapping[str, Any]:
    from tests.support.imports import SMALL, bring

    bring(there.signed_in("head"), SMALL.docx())
    return {"import_id": _of("plan_import")(there)}


def _import_row(there: Pact) -> Mapping[str, Any]:
    return {**_import(there), "number": 1}


def _organisation(there: Pact) -> Mapping[str, Any]:
    return {"organisation_id": _of("organisation")(there)}


PROBES: Mapping[str, Probe] = {
    **BODY_PROBES,
    **MEETING_PROBES,
    **PHONE_PROBES,
    **PAPER_PROBES,
    **DECISION_PROBES,
    **SITTING_PROBES,
    **MINUTES_PROBES,
    **INVITATION_PROBES,
    "partners.organisation": _organisation,
    "partners.edit_organisation": _organisation,
    "partners.save_organisation": _organisation,
    "partners.end_organisation": _organisation,
    "partners.resume_organisation": _organisation,
    **dict.fromkeys(
        (
            "programme_import.answer",
            "programme_import.discard",
            "programme_import.original",
            "programme_import.reopen",
            "programme_import.review",
            "programme_import.take_back",
            "programme_import.take_over",
            "programme_import.two_versions",
        ),
        _import,
    ),
    **dict.fromkeys(("programme_import.row", "programme_import.save_row"), _import_row),
    **dict.fromkeys(
        (
            "programme.entry",
            "programme.entry_file",
            "programme.convene",
            "programme.convene_now",
            "programme.edit",
            "programme.save",
            "programme.day",
            "programme.fix_day",
            "programme.open_day",
            "programme.cancel",
            "programme.cancel_now",
            "programme.restore",
            "programme.results",
            "programme.record_results",
            "programme.links",
            "programme.link",
            "programme.remove",
            "programme.remove_now",
        ),
        _entry,
    ),
    "programme.unlink": _link,
    "calendar.renew": _feed,
    "calendar.subscribed": _feed_address,
    "jobs.job": _run,
    "jobs.progress": _run,
    "jobs.cancel": _run,
    "jobs.retry": _run,
    "notices.open_notice": _notice,
    "notices.read": _notice,
    "demo_mail.enclosure": _enclosure,
    "demo_mail.mail": _mail,
    "members.member": _member,
    "members.change_member": _member,
    "members.end_membership": _member,
    "members.send_again": _invitation,
    "members.withdraw": _invitation,
    "people.invitation": _invitation_link,
    "people.accept_invitation": _invitation_link,
    "people.new_password": _reset_link,
    "people.set_new_password": _reset_link,
    "reports.file": finished_report,
    "reports.make_again": finished_report,
    "reports.progress": waiting_report,
    "reports.report": finished_report,
    "reports.retry": waiting_report,
    "reports.stop": waiting_report,
}


def unprobed(app: Flask) -> list[str]:
    """The routes that take something from their address and have no probe."""
    return sorted({rule.endpoint for rule in routes_with_ids(app)} - set(PROBES))


def routes_with_ids(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.arguments and rule.endpoint not in NOT_IDS]
