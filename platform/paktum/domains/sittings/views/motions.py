"""Tabling, rewording and withdrawing motions on the meeting screen."""

import uuid

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound, PaktumError
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.sittings.queries import MotionRow, motions_of
from paktum.domains.sittings.rules.roll import MajorityKind
from paktum.domains.sittings.service import motions
from paktum.domains.sittings.service.motions import MotionDraft
from paktum.domains.sittings.views.blueprint import acted, blueprint, sent_id, sent_id_or_none, sent_number
from paktum.domains.sittings.views.values import refusals
from paktum.domains.sittings.wording import MAJORITY_WORDS
from paktum.web.access import requires
from paktum.web.context import current_actor, house


def _draft() -> MotionDraft:
    form = request.form
    text = form.get("text", "").replace("\r\n", "\n")
    return MotionDraft(
        text=text,
        title=form.get("title", ""),
        proposer=form.get("proposer", ""),
        majority="qualified" if form.get("majority") == "qualified" else "ordinary",
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/motions")
@requires("sittings.run")
def table(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Table a motion, or an amendment to one."""
    item, motion, amends, draft = sent_id("item"), sent_id("id"), sent_id_or_none("amends"), _draft()
    return acted(
        meeting_id,
        lambda: motions.table_motion(
            current_session(), house().clock, current_actor(), meeting_id, item, motion, draft, amends
        ),
    )


@blueprint.get("/meetings/<uuid:meeting_id>/sitting/motions/<uuid:motion_id>")
@requires("sittings.run")
def reword(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """The form with the words of a motion."""
    row = _motion(meeting_id, motion_id)
    return _form(meeting_id, row, MotionDraft(row.text, row.title, row.proposer, _majority(row)))


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/motions/<uuid:motion_id>")
@requires("sittings.run")
def save_words(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Save the words of a motion, or show both versions when somebody else saved it meanwhile."""
    draft, version = _draft(), sent_number("version")

    def show(_meeting: uuid.UUID, failure: PaktumError | None, status: int) -> ResponseReturnValue:
        return _form(meeting_id, _motion(meeting_id, motion_id), draft, failure, status)

    def save() -> None:
        motions.edit_motion(current_session(), house().clock, current_actor(), meeting_id, motion_id, version, draft)

    return acted(meeting_id, save, show=show)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/motions/<uuid:motion_id>/withdraw")
@requires("sittings.run")
def withdraw(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a motion with its amendments."""
    return acted(
        meeting_id,
        lambda: motions.withdraw_motion(current_session(), house().clock, current_actor(), meeting_id, motion_id),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/motions/<uuid:motion_id>/again")
@requires("sittings.run")
def table_again(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Take the withdrawal of a motion back."""
    return acted(
        meeting_id,
        lambda: motions.table_again(current_session(), house().clock, current_actor(), meeting_id, motion_id),
    )


def _motion(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> MotionRow:
    found, _ = motions_of(current_session(), meeting_id)
    row = next((one for one in found if one.id == motion_id), None)
    if row is None:
        raise NotFound
    return row


def _majority(row: MotionRow) -> MajorityKind:
    return "qualified" if row.majority == "qualified" else "ordinary"


def _form(
    meeting_id: uuid.UUID,
    row: MotionRow,
    draft: MotionDraft,
    failure: PaktumError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    head = meeting_head(current_session(), meeting_id)
    page = render_template(
        "sittings/motion_form.html",
        head=head,
        base=f"/meetings/{meeting_id}",
        row=row,
        draft=draft,
        majorities=MAJORITY_WORDS,
        failure=failure.message if failure else None,
        problems=refusals(failure) if isinstance(failure, Invalid) else {},
        differs=isinstance(failure, Conflict) and row.state == "tabled",
        back=url_for(".show", meeting_id=meeting_id, shown=row.item_id),
    )
    return page, status
