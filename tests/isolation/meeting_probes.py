"""Probes for the routes of meetings: how to get the ids of a meeting, its items, documents and announcements elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact


def _meeting(there: Pact) -> Mapping[str, Any]:
    from tests.support.meetings import planned_meeting

    return {"meeting_id": planned_meeting(there)}


def _item(there: Pact) -> Mapping[str, Any]:
    from paktum.domains.meetings.queries import agenda_rows
    from tests.support.meetings import planned_meeting

    meeting = planned_meeting(there, items=["Napirend előtt"])
    with there.work() as session:
        return {"meeting_id": meeting, "item_id": agenda_rows(session, meeting)[0].id}


def _document(there: Pact) -> Mapping[str, Any]:
    from io import BytesIO

    from paktum.domains.meetings.service.documents import DocumentDraft, add_document
    from tests.support.meetings import clock_of, planned_meeting

    meeting, store = planned_meeting(there), there.app.extensions["paktum"].store
    with there.work() as session:
        document = add_document(
            session,
            clock_of(there),
            there.actor(),
            store,
            meeting,
            DocumentDraft("Előterjesztés"),
            "a.pdf",
            BytesIO(b"%PDF-1.7 x"),
        )
    return {"meeting_id": meeting, "document_id": document}


def _announcements(there: Pact) -> Mapping[str, Any]:
    from tests.support.meetings import meeting_with_announcements

    return {"meeting_id": meeting_with_announcements(there)[0]}


def _announcement(there: Pact) -> Mapping[str, Any]:
    from tests.support.meetings import meeting_with_announcements

    meeting, _, announcement = meeting_with_announcements(there)
    return {"meeting_id": meeting, "announcement_id": announcement}


def _body(there: Pact) -> Mapping[str, Any]:
    from tests.support.meetings import body_id

    return {"body_id": body_id(there, "steering_group")}


MEETING_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    **dict.fromkeys(
        (
            "meetings.meeting",
            "meetings.meeting_file",
            "meetings.edit_meeting",
            "meetings.save_meeting",
            "meetings.ask_again",
            "meetings.convene_again",
            "meetings.ask_to_remove",
            "meetings.remove_meeting",
            "meetings.ask_to_convene",
            "meetings.convene",
            "meetings.ask_to_postpone",
            "meetings.postpone",
            "meetings.ask_to_cancel",
            "meetings.cancel",
            "meetings.restore",
            "meetings.ask_whether_held",
            "meetings.note_held",
            "meetings.ask_to_close",
            "meetings.close",
            "meetings.open_file_again",
            "meetings.agenda",
            "meetings.add_item",
            "meetings.fill",
            "meetings.documents",
            "meetings.add_documents",
        ),
        _meeting,
    ),
    **dict.fromkeys(
        (
            "meetings.item",
            "meetings.save_item",
            "meetings.move_item",
            "meetings.withdraw_item",
            "meetings.put_back_item",
            "meetings.carry_item",
            "meetings.remove_item",
            "meetings.ask_to_forward",
            "meetings.forward",
        ),
        _item,
    ),
    **dict.fromkeys(
        ("meetings.document", "meetings.edit_document", "meetings.save_document", "meetings.remove_document"),
        _document,
    ),
    **dict.fromkeys(("meetings.announcements", "meetings.announce"), _announcements),
    **dict.fromkeys(
        ("meetings.announcement", "meetings.save_announcement", "meetings.withdraw_announcement"), _announcement
    ),
    "meetings.of_body": _body,
}
