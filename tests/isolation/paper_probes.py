"""Probes of the papers of meetings and of Word templates."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.meetings import planned_meeting
from tests.support.pacts import Pact


def _pack(there: Pact) -> Mapping[str, Any]:
    from tests.support.papers import make_pack_now

    meeting = planned_meeting(there)
    make_pack_now(there, meeting)
    return {"meeting_id": meeting}


def _asked_pack(there: Pact) -> Mapping[str, Any]:
    meeting = planned_meeting(there)
    there.signed_in("head").post(f"/meetings/{meeting}/pack", {})
    return {"meeting_id": meeting}


def _template(there: Pact) -> Mapping[str, Any]:
    from paktum.domains.documents.queries import template_in_use
    from tests.support.papers import bring_template

    bring_template(there)
    with there.work() as session:
        template = template_in_use(session, "minutes")
    assert template is not None
    return {"template_id": template.id}


PAPER_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    "tenancy_papers.brought_file": _template,
    "meetings.make_pack": _pack,
    "meetings.pack": _pack,
    "meetings.pack_download": _pack,
    "meetings.pack_progress": _asked_pack,
    "meetings.sheet": _pack,
}
