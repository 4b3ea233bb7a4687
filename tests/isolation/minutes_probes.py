"""Probes for the routes of minutes and of evidence: how to get the ids that another pact has."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact


def _row(pact: Pact, table: str) -> Any:
    from sqlalchemy import select

    from paktum.domains.minutes import tables

    rows = getattr(tables, table)
    with pact.work() as session:
        return session.scalars(select(rows.id).limit(1)).one()


def drafted_minutes(there: Pact) -> Mapping[str, Any]:
    """A meeting whose minutes are drafted; a pact that is asked again has it already."""
    from sqlalchemy import select

    from paktum.domains.minutes.tables import Minutes
    from tests.support.minutes import drafted

    with there.work() as session:
        present = session.scalars(select(Minutes.meeting_id).where(Minutes.state == "drafted").limit(1)).first()
    return {"meeting_id": present or drafted(there)}


def approved_minutes(there: Pact) -> Mapping[str, Any]:
    """A meeting whose minutes are approved."""
    from tests.support.minutes import approved

    return {"meeting_id": approved(there)}


def _section(there: Pact) -> Mapping[str, Any]:
    from tests.support.minutes import minutes_of

    found = drafted_minutes(there)
    return {**found, "section_id": minutes_of(there, found["meeting_id"]).sections[0].id}


def _remark(there: Pact) -> Mapping[str, Any]:
    found = drafted_minutes(there)
    there.signed_in("officer").post(
        f"/meetings/{found['meeting_id']}/minutes/remarks", {"section_id": "", "text": "A helyszín hiányzik."}
    )
    return {**found, "remark_id": _row(there, "MinutesRemark")}


def _file(there: Pact) -> Mapping[str, Any]:
    from paktum.core.ids import new_id
    from paktum.domains.files.service import keep_file
    from paktum.domains.minutes.tables import MinutesFile
    from tests.support.meetings import clock_of
    from tests.support.minutes import minutes_of

    found = drafted_minutes(there)
    store = there.app.extensions["paktum"].store
    minutes = minutes_of(there, found["meeting_id"])
    with there.work() as session:
        kept = keep_file(session, store, None, name="a.pdf", media_type="application/pdf", chunks=[b"%PDF-1.7"])
        file_id = new_id()
        session.add(
            MinutesFile(
                id=file_id,
                minutes_id=minutes.id,
                number=1,
                format="pdf",
                rendering="whole",
                file_id=kept.id,
                made_at=clock_of(there).now(),
            )
        )
    return {**found, "file_id": file_id}


def _evidence(there: Pact) -> Mapping[str, Any]:
    import io

    found = drafted_minutes(there)
    there.signed_in("officer").post(
        f"/meetings/{found['meeting_id']}/evidence",
        {"kind": "other", "title": "", "taken_on": "", "file": (io.BytesIO(b"%PDF-1.7\n" + bytes(64)), "a.pdf")},
        content_type="multipart/form-data",
    )
    return {**found, "evidence_id": _row(there, "MeetingEvidence")}


def _link(there: Pact) -> Mapping[str, Any]:
    from paktum.core.ids import new_id
    from paktum.domains.meetings.tables import Invitee
    from paktum.domains.minutes.links import readers, secret_of
    from tests.support.minutes import sent

    meeting = sent(there)
    with there.work() as session:
        session.add(
            Invitee(id=new_id(), meeting_id=meeting, kind="seat", name="A tag", email="a@tag.example", language="hu")
        )
        session.flush()
        (reader,) = readers(session, meeting)
    key = there.app.extensions["paktum"].settings.secret_key
    return {"invitee_id": reader.invitee_id, "secret": secret_of(key, there.id, reader)}


MINUTES_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    **dict.fromkeys(
        (
            "minutes.show",
            "minutes.draft",
            "minutes.draft_again",
            "minutes.ask_to_drop",
            "minutes.drop",
            "minutes.public_view",
            "minutes.versions",
            "minutes.keep_version",
            "minutes.add_section",
            "minutes.remark",
            "minutes.ask_to_send",
            "minutes.send",
            "minutes.ask_to_approve",
            "minutes.approve",
            "minutes.lock",
            "minutes.publish",
            "minutes.put_on_next_agenda",
            "minutes.withdraw",
            "minutes.make_file",
            "minutes.evidence",
            "minutes.add_evidence",
            "minutes.bundle_evidence",
        ),
        drafted_minutes,
    ),
    **dict.fromkeys(("minutes.ask_to_reopen", "minutes.reopen"), approved_minutes),
    **dict.fromkeys(("minutes.edit_section", "minutes.save_section", "minutes.remove_section"), _section),
    "minutes.settle": _remark,
    "minutes.file": _file,
    **dict.fromkeys(("minutes.evidence_file", "minutes.remove_evidence"), _evidence),
    **dict.fromkeys(("minutes.by_link", "minutes.remark_by_link"), _link),
}
