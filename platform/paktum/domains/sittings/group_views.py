"""The office's pages for phones and groups: the room's code and who checked in, topics, members, leaders, first dates."""

import io
import uuid
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from paktum.core.database import current_session
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.sittings import phone_queries as queries
from paktum.domains.sittings.phone_forms import FirstDayForm, FormGroupForm, MemberForm, TopicForm
from paktum.domains.sittings.service import check_in, forming, sign_ups, topics
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.fields import id_given, options, put_at_fields
from paktum.web.notices import tell

blueprint = Blueprint("meetings_groups", __name__, template_folder="templates")


@blueprint.get("/meetings/<uuid:meeting_id>/check-in")
@requires("sittings.run")
def code(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The code of the room, to throw on the wall or to print, and who checked in with it."""
    session = current_session()
    head = meeting_head(session, meeting_id)
    waiting, here = queries.checked_in(session, meeting_id)
    address = room_address(head)
    return render_template(
        "phones/code.html", head=head, address=address, drawing=qr_code(address), waiting=waiting, here=here
    )


def room_address(head: MeetingHead) -> str:
    """The whole address that the room's code holds, with the host that the pact writes into mail."""
    secret = check_in.room_secret(house().settings.secret_key, head)
    path = url_for("phones.room", meeting_id=head.id, secret=secret)
    return house().settings.origin_of(current_tenant().host) + path


def qr_code(address: str) -> Markup:
    """An address as a QR code (ISO/IEC 18004, correction level M), drawn as SVG without size."""
    # Loaded with the first code: every web worker would hold it, and only an office before a meeting asks for one.
    import segno

    drawing = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(drawing, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None)
    return Markup(drawing.getvalue().decode())  # noqa: S704  (drawn by the library from an address of our own)


@blueprint.post("/meetings/<uuid:meeting_id>/check-in/confirm")
@requires("sittings.run")
def confirm(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm check-ins: those ticked."""
    stays = [id_given(value) for value in request.form.getlist("stay")]
    check_in.confirm_check_ins(current_session(), house().clock, current_actor(), meeting_id, stays)
    return redirect(url_for(".code", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/check-in/code")
@requires("sittings.run")
def new_code(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Begin another code; the one shown before ends."""
    check_in.new_room_code(current_session(), house().clock, current_actor(), meeting_id)
    tell(msg("There is a new code. The one before no longer lets anybody in."))
    return redirect(url_for(".code", meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<uuid:meeting_id>/groups")
@requires("sittings.run")
def groups(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The topics of a meeting, and what is to be done next with each."""
    return _page(meeting_id)


@blueprint.get("/meetings/<uuid:meeting_id>/groups/wall")
@requires("sittings.see")
def wall(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The groups for the wall: how many chose each topic, and how to do so with a phone."""
    session = current_session()
    head = meeting_head(session, meeting_id)
    found = queries.topics_of(session, meeting_id, current_language())
    most = max((len(topic.members) for topic in found), default=0)
    address = room_address(head)
    return render_template(
        "phones/wall.html", head=head, topics=found, most=max(most, 1), address=address, drawing=qr_code(address)
    )


def _page(
    meeting_id: uuid.UUID,
    *,
    topic_form: TopicForm | None = None,
    failure: Message | None = None,
) -> str:
    session = current_session()
    head = meeting_head(session, meeting_id)
    items = queries.items_of_groups(session, meeting_id)
    form = topic_form or TopicForm(data={"number": str(new_id())}, formdata=None)
    form.item.choices = options((str(item_id), title) for item_id, title, _ in items)
    words = current_words()
    kind_form = FormGroupForm(formdata=None)
    kind_form.body_type.choices = options(
        (kind.code, words.say(kind.names, current_language()).text) for kind in forming.group_types(words)
    )
    return render_template(
        "phones/groups.html",
        head=head,
        topics=queries.topics_of(session, meeting_id, current_language()),
        items=items,
        form=form,
        kind_form=kind_form,
        member_form=MemberForm(formdata=None),
        failure=failure,
    )


def _acted(meeting_id: uuid.UUID, work: Callable[[], object], topic_id: uuid.UUID | None = None) -> ResponseReturnValue:
    """Do what a form asks and go back to the page; what is refused is said on it."""
    try:
        work()
    except (Invalid, Conflict) as failure:
        current_session().rollback()
        words = next(iter(failure.fields.values())) if isinstance(failure, Invalid) else failure.message
        return _page(meeting_id, failure=words), 422 if isinstance(failure, Invalid) else 409
    anchor = f"topic-{topic_id}" if topic_id else None
    return redirect(url_for(".groups", meeting_id=meeting_id, _anchor=anchor), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/groups/topics")
@requires("sittings.run")
def add_topic(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a topic."""
    form = TopicForm()
    form.item.choices = options(
        (str(item_id), title) for item_id, title, _ in queries.items_of_groups(current_session(), meeting_id)
    )
    if not form.validate():
        return _page(meeting_id, topic_form=form), 422
    draft = topics.TopicDraft(form.title.data, form.question.data)
    try:
        topics.add_topic(
            current_session(),
            house().clock,
            current_actor(),
            meeting_id,
            id_given(form.item.data),
            id_given(form.number.data),
            draft,
        )
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _page(meeting_id, topic_form=form), 422
    return redirect(url_for(".groups", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/groups/<uuid:topic_id>/<act>")
@requires("sittings.run")
def act_on_topic(meeting_id: uuid.UUID, topic_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Drop a topic, start its election, name its leader, fix its first day, enter or take out a member, form the group."""
    if act not in _ACTS:
        raise NotFound
    return _acted(meeting_id, lambda: _ACTS[act](meeting_id, topic_id), topic_id)


def _drop(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    topics.drop_topic(current_session(), house().clock, current_actor(), meeting_id, topic_id)


def _elect(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    topics.start_election(current_session(), house().clock, current_actor(), meeting_id, topic_id)


def _leader(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    sign_up = id_given(request.form.get("sign_up", ""))
    topics.name_leader(current_session(), house().clock, current_actor(), meeting_id, topic_id, sign_up)


def _first_day(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    form = FirstDayForm()
    if not form.validate():
        raise Invalid({"first_day": msg("Enter the day.")})
    topics.fix_first_day(
        current_session(),
        house().clock,
        current_actor(),
        meeting_id,
        topic_id,
        form.first_day.data,
        form.first_place.data or "",
    )


def _member(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    form = MemberForm()
    form.validate()
    forming.enter_member(
        current_session(),
        house().clock,
        current_actor(),
        current_words(),
        meeting_id,
        topic_id,
        form.person.data or "",
        form.organisation.data or "",
    )


def _withdraw(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    sign_up = id_given(request.form.get("sign_up", ""))
    sign_ups.withdraw_sign_up(current_session(), house().clock, current_actor(), meeting_id, sign_up)


def _form(meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    kind = request.form.get("body_type", "")
    session, words = current_session(), current_words()
    forming.form_group(session, house().clock, current_actor(), words, meeting_id, topic_id, kind)
    tell(msg("The working group was formed. Its report stands on the next agenda of the body above it by itself."))


_ACTS: dict[str, Callable[[uuid.UUID, uuid.UUID], None]] = {
    "drop": _drop,
    "elect": _elect,
    "leader": _leader,
    "first-day": _first_day,
    "members": _member,
    "withdraw": _withdraw,
    "form": _form,
}
