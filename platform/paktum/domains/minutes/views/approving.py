"""The course of minutes: sending, approving, opening again, giving up, closing, publishing."""

import uuid
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Forbidden, Invalid
from paktum.core.messages import Message, msg, nmsg
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.minutes.forms import ApprovalForm, ReasonForm, SendForm, SureForm
from paktum.domains.minutes.queries import MinutesPage
from paktum.domains.minutes.rules.life import Act, may, refusal
from paktum.domains.minutes.service import approving as service
from paktum.domains.minutes.service import drafting, next_agenda
from paktum.domains.minutes.views.blueprint import back, blueprint, breadcrumb, whole_minutes
from paktum.web.access import requires
from paktum.web.context import current_actor, current_tenant, house
from paktum.web.fields import put_at_fields
from paktum.web.notices import tell

_COURSE = "/meetings/<uuid:meeting_id>/minutes"


@dataclass(frozen=True)
class Question:
    """What is asked before a step that cannot simply be taken back."""

    title: Message
    lead: Message
    label: Message
    late: bool = False


SEND = Question(
    msg("Send to the members"),
    msg("Everybody invited for a seat gets a mail with a personal link to read the minutes and to remark on them."),
    msg("Send the minutes"),
)
APPROVE = Question(
    msg("Approve the minutes"),
    msg("With the approval the text is sealed: nobody changes it any more."),
    msg("Approve the minutes"),
)
REOPEN = Question(
    msg("Open the minutes again"),
    msg("The approval is taken back, and what was published is withdrawn. The approved version is kept."),
    msg("Open them again"),
    late=True,
)
DROP = Question(
    msg("Give the draft up"),
    msg("The draft goes with its versions and remarks. The meeting waits for its minutes again."),
    msg("Give the draft up"),
    late=True,
)


def _ask(
    meeting_id: uuid.UUID, question: Question, act: Act, form: FlaskForm, status: int = 200
) -> ResponseReturnValue:
    return _asked(*whole_minutes(meeting_id), question, act, form, status)


def _asked(
    head: MeetingHead, minutes: MinutesPage, question: Question, act: Act, form: FlaskForm, status: int = 200
) -> ResponseReturnValue:
    if not may(minutes.state, act):
        raise Conflict(refusal(minutes.state, act))
    return render_template(
        "minutes/ask.html",
        head=head,
        question=question,
        form=form,
        breadcrumb=breadcrumb(head, below=True),
        hints=_hints(minutes, act),
    ), status


def _hints(minutes: MinutesPage, act: Act) -> list[Message]:
    """What is worth a look before the step: sections without a word, remarks that nobody has settled."""
    hints = []
    empty = [section.heading for section in minutes.sections if not section.content]
    if empty:
        hints.append(msg("Nothing is written under: %(sections)s.", sections="; ".join(empty)))
    waiting = service.open_remarks(current_session(), minutes.id) if act == "approve" else 0
    if waiting:
        hints.append(nmsg("%(num)d remark is not settled.", "%(num)d remarks are not settled.", waiting))
    return hints


@blueprint.get(f"{_COURSE}/send")
@requires("minutes.write")
def ask_to_send(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once before mail goes out."""
    head, minutes = whole_minutes(meeting_id)
    return _asked(head, minutes, SEND, "send", SendForm(data={"after": service.mark_of_sending(minutes.sent_at)}))


@blueprint.post(f"{_COURSE}/send")
@requires("minutes.write")
def send(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Send the minutes to the members, by a job that can be followed."""
    after = SendForm().after.data or ""
    try:
        run_id = service.send_minutes(current_session(), house().clock, current_actor(), meeting_id, after=after)
    except service.SentMeanwhile as failure:
        return back(meeting_id, failure.message)
    tell(msg("The minutes go to the members. You can close this page."))
    return redirect(url_for("jobs.job", run_id=run_id), 303)


@blueprint.get(f"{_COURSE}/approve")
@requires("minutes.read")
def ask_to_approve(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who approves."""
    head, minutes = whole_minutes(meeting_id)
    if not service.may_approve(current_session(), current_actor(), head):
        raise Forbidden(
            msg("Minutes are approved by the chair. Your role does not allow approving them for the chair.")
        )
    chair = service.chair_of(current_session(), head)
    return _asked(head, minutes, APPROVE, "approve", ApprovalForm(data={"approver": chair}))


@blueprint.post(f"{_COURSE}/approve")
@requires("minutes.read")
def approve(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Approve: field `approver`."""
    form = ApprovalForm()
    if not form.validate():
        return _ask(meeting_id, APPROVE, "approve", form, 422)
    approval = service.Approval(form.approver.data)
    try:
        service.approve_by_chair(current_session(), house().clock, current_actor(), meeting_id, approval)
    except Invalid as failure:
        put_at_fields(form, failure)
        return _ask(meeting_id, APPROVE, "approve", form, 422)
    return back(meeting_id, msg("The minutes are approved and sealed."))


@blueprint.post(f"{_COURSE}/next-agenda")
@requires("minutes.write")
def put_on_next_agenda(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put the minutes before the body's next meeting, and show its agenda."""
    following = next_agenda.put_on_next_agenda(
        current_session(), house().clock, current_actor(), meeting_id, current_tenant().language
    )
    tell(msg("The minutes stand on the agenda of the next meeting. Its decision approves them."))
    return redirect(f"/meetings/{following}", 303)


@blueprint.get(f"{_COURSE}/reopen")
@requires("minutes.approve")
def ask_to_reopen(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why."""
    head, minutes = whole_minutes(meeting_id)
    if not minutes.sealed:
        raise Conflict(msg("These minutes are open already."))
    return render_template(
        "minutes/ask.html", head=head, question=REOPEN, form=ReasonForm(), breadcrumb=breadcrumb(head, below=True)
    )


@blueprint.post(f"{_COURSE}/reopen")
@requires("minutes.approve")
def reopen(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Open approved minutes again: field `reason`."""
    head, _ = whole_minutes(meeting_id)
    form = ReasonForm()
    if not form.validate():
        return render_template(
            "minutes/ask.html", head=head, question=REOPEN, form=form, breadcrumb=breadcrumb(head, below=True)
        ), 422
    service.reopen(current_session(), house().clock, current_actor(), meeting_id, form.reason.data)
    return back(meeting_id, msg("The minutes are open again. The approved version is kept."))


@blueprint.get(f"{_COURSE}/drop")
@requires("minutes.write")
def ask_to_drop(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once before the draft goes."""
    head, minutes = whole_minutes(meeting_id)
    if minutes.state != "drafted":
        raise Conflict(msg("These minutes were sent to the members. They can be changed, not given up."))
    return render_template(
        "minutes/ask.html", head=head, question=DROP, form=SureForm(), breadcrumb=breadcrumb(head, below=True)
    )


@blueprint.post(f"{_COURSE}/drop")
@requires("minutes.write")
def drop(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Give the draft up."""
    drafting.drop_draft(current_session(), house().clock, current_actor(), meeting_id)
    return back(meeting_id, msg("The draft was given up."))


@blueprint.post(f"{_COURSE}/lock")
@requires("minutes.write")
def lock(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Close the minutes and the meeting's file."""
    service.lock_minutes(current_session(), house().clock, current_actor(), meeting_id)
    return back(meeting_id, msg("The minutes and the meeting's file are closed."))


@blueprint.post(f"{_COURSE}/publish")
@requires("minutes.write")
def publish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody read the public rendering."""
    service.publish(current_session(), house().clock, current_actor(), meeting_id)
    undo = url_for("minutes.withdraw", meeting_id=meeting_id)
    tell(msg("The minutes are published without their personal parts."), undo=undo)
    return back(meeting_id)


@blueprint.post(f"{_COURSE}/withdraw")
@requires("minutes.write")
def withdraw(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take published minutes back."""
    service.withdraw(current_session(), house().clock, current_actor(), meeting_id)
    return back(meeting_id, msg("The minutes are no longer published."))
