"""Probes for the pages of invitations: another pact's meeting, a line of its list, and a personal link to it."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact

Probe = Callable[[Pact], Mapping[str, Any]]


def _meeting(there: Pact) -> Mapping[str, Any]:
    from sqlalchemy import update

    from paktum.domains.bodies.tables import Mandate
    from paktum.domains.meetings.service.inviting import send_invitation
    from tests.support.inviting import address_everybody, words_of
    from tests.support.meetings import clock_of, planned_meeting

    address_everybody(there)
    meeting = planned_meeting(there, items=["Work plan"])
    with there.work() as session:
        send_invitation(session, clock_of(there), there.actor("officer"), words_of(there), meeting)
        session.flush()
        session.execute(update(Mandate).values(membership_id=there.actor("head").membership_id))
    return {"meeting_id": meeting}


def _invitee(there: Pact) -> Mapping[str, Any]:
    from sqlalchemy import select

    from paktum.domains.meetings.tables import Invitee

    meeting = _meeting(there)["meeting_id"]
    with there.work() as session:
        found = session.scalars(select(Invitee.id).where(Invitee.meeting_id == meeting).limit(1)).one()
    return {"meeting_id": meeting, "invitee_id": found}


def _list_file(there: Pact) -> Mapping[str, Any]:
    return {**_meeting(there), "file_format": "csv"}


def _link(there: Pact) -> Mapping[str, Any]:
    from tests.support.inviting import personal_secret

    invitee = _invitee(there)["invitee_id"]
    return {"invitee_id": invitee, "secret": personal_secret(there, invitee)}


def _link_with_papers(there: Pact) -> Mapping[str, Any]:
    from sqlalchemy import select, update

    from paktum.domains.files.service import keep_file
    from paktum.domains.meetings.tables import Invitee, Meeting, MeetingDocument

    found = _link(there)
    store = there.app.extensions["paktum"].store
    with there.work() as session:
        meeting = session.scalars(select(Invitee.meeting_id).where(Invitee.id == found["invitee_id"])).one()
        file = keep_file(session, store, None, name="a.pdf", media_type="application/pdf", chunks=[b"%PDF-1.7"])
        paper = MeetingDocument(meeting_id=meeting, file_id=file.id, title="Submission", public=True)
        session.add(paper)
        session.flush()
        session.execute(update(Meeting).where(Meeting.id == meeting).values(pack_file_id=file.id))
        return {**found, "document_id": paper.id}


def _pack(there: Pact) -> Mapping[str, Any]:
    return {name: value for name, value in _link_with_papers(there).items() if name != "document_id"}


INVITATION_PROBES: Mapping[str, Probe] = {
    **dict.fromkeys(
        (
            "meetings_invitation.invitation",
            "meetings_invitation.send",
            "meetings_invitation.send_changes",
            "meetings_invitation.prepare",
            "meetings_invitation.guests",
            "meetings_invitation.add_guests",
            "meetings_invitation.add_organisations",
            "personal.own",
            "personal.answer_own",
        ),
        _meeting,
    ),
    "meetings_invitation.invitation_file": _list_file,
    **dict.fromkeys(
        (
            "meetings_invitation.invitee",
            "meetings_invitation.change_invitee",
            "meetings_invitation.enter_answer",
            "meetings_invitation.take_off",
            "meetings_invitation.ask_again",
            "meetings_invitation.renew_link",
        ),
        _invitee,
    ),
    **dict.fromkeys(("personal.page", "personal.answer", "personal.calendar", "personal.announce"), _link),
    "personal.pack": _pack,
    "personal.document": _link_with_papers,
}
