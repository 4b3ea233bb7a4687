"""Phones at a meeting: checking in by the code of the room, and the page on which a person votes and chooses a group."""

import time
import uuid
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.actors import authorise
from paktum.core.database import TenantSession, current_session
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from paktum.core.ids import as_id, new_id
from paktum.core.links import is_link_secret, link_secret
from paktum.core.messages import Message, msg
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.sittings import phone_queries as queries
from paktum.domains.sittings.phone_forms import FirstDayForm, NewcomerForm
from paktum.domains.sittings.scenes import Scene, Scenes, scene_of
from paktum.domains.sittings.service import casting, check_in, forming, sign_ups, topics
from paktum.domains.sittings.service.participants import (
    Participant,
    participant_by_link,
    participant_by_membership,
    participant_by_stay,
    stay_secret,
)
from paktum.web.access import open_to_all, requires
from paktum.web.context import current_actor, current_language, current_tenant, current_words, house
from paktum.web.fields import id_given, put_at_fields
from paktum.web.notices import tell

blueprint = Blueprint("phones", __name__, template_folder="templates")
_ADDRESS_IS_KEY: Final = "the address is the key: it was mailed to one person, or given to one phone"
_CODE_IS_KEY: Final = "the code shown in the room is the key"
_MEMBER: Final = "me"
_PULSE: Final = "sittings.pulse"
_EVERY: Final = 4
"""Seconds between two questions of a phone; the template says the same."""


@blueprint.get("/c/<uuid:meeting_id>/<secret>")
@open_to_all(_CODE_IS_KEY)
def room(meeting_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """Who are you: those asked to the meeting, found by typing, and a form for somebody who is not on the list."""
    return _room(meeting_id, secret, NewcomerForm(data={"number": str(new_id())}))


def _room(meeting_id: uuid.UUID, secret: str, form: NewcomerForm) -> str:
    session = current_session()
    head = check_in.open_check_in(session, house().clock, house().settings.secret_key, meeting_id, secret)
    words = request.args.get("q", "").strip()
    people, asked = check_in.people_asked(session, meeting_id, words, current_language())
    number = str(new_id())
    return render_template(
        "phones/room.html", head=head, secret=secret, words=words, people=people, asked=asked, form=form, number=number
    )


@blueprint.post("/c/<uuid:meeting_id>/<secret>")
@open_to_all(_CODE_IS_KEY)
def check_in_here(meeting_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """Check in as somebody on the list."""
    session = current_session()
    head = check_in.open_check_in(session, house().clock, house().settings.secret_key, meeting_id, secret)
    try:
        stay = check_in.check_in(session, house().clock, head, _id("invitee"), _id("number"))
    except Conflict as refusal:
        tell(refusal.message, "unsure")
        return redirect(url_for("phones.room", meeting_id=meeting_id, secret=secret), 303)
    return redirect(_address_of_stay(stay), 303)


@blueprint.post("/c/<uuid:meeting_id>/<secret>/new")
@open_to_all(_CODE_IS_KEY)
def check_in_newcomer(meeting_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """Check in as somebody who is not on the list."""
    session = current_session()
    head = check_in.open_check_in(session, house().clock, house().settings.secret_key, meeting_id, secret)
    form = NewcomerForm()
    if not form.validate():
        return _room(meeting_id, secret, form), 422
    number = _id("number")
    try:
        stay = check_in.check_in_newcomer(
            session, house().clock, head, number, form.person.data, form.organisation.data, current_language()
        )
    except Invalid as invalid:
        put_at_fields(form, invalid)
        return _room(meeting_id, secret, form), 422
    return redirect(_address_of_stay(stay), 303)


def _address_of_stay(stay_id: uuid.UUID) -> str:
    secret = stay_secret(house().settings.secret_key, stay_id)
    return url_for("phones.now", door="stay", key_id=stay_id, secret=secret)


def _id(name: str) -> uuid.UUID:
    return id_given(request.form.get(name))


@blueprint.get("/meetings/<uuid:meeting_id>/phone")
@requires("sittings.see")
def member(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The phone page of whoever is signed in; whoever is not asked as that member reads what to do instead."""
    session = current_session()
    try:
        participant = participant_by_membership(session, current_actor(), meeting_id)
    except NotFound:
        # Raises it again for a meeting that is not there.
        head = meeting_head(session, meeting_id)
        return render_template("phones/not_tied.html", head=head, post=current_actor().post), 403
    return _page(session, participant, ("member", meeting_id, _MEMBER), whole=True)


def _enter(session: TenantSession, door: str, key_id: uuid.UUID, secret: str) -> Participant:
    """Who comes by this address: a personal link, the phone of one who checked in, or a signed-in member."""
    key = house().settings.secret_key
    if door == "link":
        return participant_by_link(session, key, key_id, secret)
    if door == "stay":
        return participant_by_stay(session, key, key_id, secret)
    if door != "member" or secret != _MEMBER:
        raise NotFound
    actor = current_actor()
    authorise(actor, "sittings.see")
    return participant_by_membership(session, actor, key_id)


@blueprint.get("/now/<door>/<uuid:key_id>/<secret>")
@open_to_all(_ADDRESS_IS_KEY)
def now(door: str, key_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """What is going on, and what this person can do about it."""
    session = current_session()
    return _page(session, _enter(session, door, key_id, secret), (door, key_id, secret), whole=True)


@blueprint.get("/now/<door>/<uuid:key_id>/<secret>/news")
@open_to_all(_ADDRESS_IS_KEY)
def news(door: str, key_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """The same without the frame, when it is no longer what the phone shows (`seen`); else an empty answer.

    Hundreds of phones ask every few seconds. Most answers come from what this process knows of the meeting since less than
    a second ago; one in five looks whether anything changed about the person.
    """
    session = current_session()
    pulse, _, standing = request.args.get("seen", "").partition("-")
    meeting = _meeting_asked()
    if meeting is not None and _turn(key_id) != 0 and _scenes.get(session, meeting).pulse.mark == pulse:
        return "", 204
    participant = _enter(session, door, key_id, secret)
    scene = _scenes.get(session, participant.meeting_id)
    now_standing = queries.standing_of(session, participant)
    if (scene.pulse.mark, now_standing) == (pulse, standing):
        return "", 204
    return _page(session, participant, (door, key_id, secret), whole=False, known=(scene, now_standing))


def seconds() -> float:
    """Time by which the news of a meeting are kept; tests set it."""
    return time.monotonic()


_scenes: Final = Scenes(lambda: seconds())


def _turn(key_id: uuid.UUID) -> int:
    """Which of five kinds of questions a phone's next one is, in turn."""
    return (int(seconds() / _EVERY) + key_id.int) % 5


def _meeting_asked() -> uuid.UUID | None:
    """The meeting whose news the address asks for, with the sign that a page of ours made it."""
    meeting = as_id(request.args.get("meeting"))
    if meeting is None:
        return None
    key = house().settings.secret_key
    right = is_link_secret(request.args.get("sign", ""), key, _PULSE, current_tenant().id, meeting)
    return meeting if right else None


def _page(
    session: TenantSession,
    participant: Participant,
    address: tuple[str, uuid.UUID, str],
    *,
    whole: bool,
    refusal: Message | None = None,
    known: tuple[Scene, queries.Standing] | None = None,
) -> str:
    scene, standing = known or (
        scene_of(session, participant.meeting_id),
        queries.standing_of(session, participant),
    )
    pulse = scene.pulse
    topics_there = queries.topics_of(session, participant.meeting_id, current_language()) if pulse.topics else []
    own = next((topic for topic in topics_there if topic.own(participant.invitees)), None)
    sign = link_secret(house().settings.secret_key, _PULSE, current_tenant().id, participant.meeting_id)
    base = url_for("phones.now", door=address[0], key_id=address[1], secret=address[2])
    asked = {"seen": f"{pulse.mark}-{standing}", "meeting": participant.meeting_id, "sign": sign}
    return render_template(
        "phones/now.html" if whole else "phones/_now.html",
        head=scene.head,
        participant=participant,
        pulse=pulse,
        standing=standing,
        vote=scene.vote,
        ballots=queries.ballots_on_phone(session, participant, scene.vote),
        topics=topics_there,
        own_topic=own,
        own_sign_up=own.own(participant.invitees) if own else None,
        base=base,
        news=f"{base}/news?{urlencode(asked)}",
        refusal=refusal,
        first_day=FirstDayForm(),
    )


@blueprint.post("/now/<door>/<uuid:key_id>/<secret>/<act>")
@open_to_all(_ADDRESS_IS_KEY)
def do(door: str, key_id: uuid.UUID, secret: str, act: str) -> ResponseReturnValue:
    """Arrive, leave, vote, choose a topic, prefer a leader, fix the first day; what is refused is said on the same page."""
    session = current_session()
    participant = _enter(session, door, key_id, secret)
    if act not in _ACTS:
        raise NotFound
    scripted = request.headers.get("HX-Request") == "true"
    refusal = None
    try:
        part = _ACTS[act](session, participant)
    except (Conflict, Forbidden, Refused, Invalid) as failure:
        part, refusal = None, next(iter(failure.fields.values())) if isinstance(failure, Invalid) else failure.message
        # What was written before the refusal goes; the page that says so is drawn from what is saved.
        session.rollback()
    if scripted and part is not None:
        return part, {"HX-Retarget": f"#ballot-{_id('seat')}"}
    if scripted:
        return _page(session, participant, (door, key_id, secret), whole=False, refusal=refusal)
    if refusal is not None:
        tell(refusal, "unsure")
    return redirect(url_for("phones.now", door=door, key_id=key_id, secret=secret), 303)


def _here(session: TenantSession, participant: Participant) -> None:
    head = meeting_head(session, participant.meeting_id)
    way = request.form.get("way")
    check_in.arrive_self(session, house().clock, head, participant, "remote" if way == "remote" else "present")


def _leave(session: TenantSession, participant: Participant) -> None:
    check_in.leave_self(session, house().clock, participant)


def _vote(session: TenantSession, participant: Participant) -> str:
    """Cast a vote; the answer is that ballot alone, for when all vote at once."""
    choice, vote_id = request.form.get("choice", ""), _id("vote")
    cast = casting.cast_vote(session, house().clock, participant, vote_id, _id("seat"), choice)
    ballot = queries.CastBallot(cast.ballot, True, None if cast.secret else cast.choice)
    base = request.path.rpartition("/")[0]
    return render_template(
        "phones/_ballot.html", one=ballot, vote_id=vote_id, secret=cast.secret, alone="alone" in request.form, base=base
    )


def _choose(session: TenantSession, participant: Participant) -> None:
    forming.join_topic(session, house().clock, current_words(), participant, _id("topic"))


def _withdraw(session: TenantSession, participant: Participant) -> None:
    sign_ups.withdraw_sign_up(session, house().clock, participant, participant.meeting_id, _id("sign_up"))


def _prefer(session: TenantSession, participant: Participant) -> None:
    sign_ups.prefer_leader(session, house().clock, participant, _id("topic"), _id("sign_up"))


def _first_day(session: TenantSession, participant: Participant) -> None:
    form = FirstDayForm()
    if not form.validate() or form.first_day.data is None:
        raise Invalid({"first_day": msg("Enter the day.")})
    topics.fix_first_day(
        session,
        house().clock,
        participant,
        participant.meeting_id,
        _id("topic"),
        form.first_day.data,
        form.first_place.data or "",
    )


_ACTS: Final[dict[str, Callable[[TenantSession, Participant], str | None]]] = {
    "here": _here,
    "leave": _leave,
    "vote": _vote,
    "choose": _choose,
    "withdraw": _withdraw,
    "prefer": _prefer,
    "first-day": _first_day,
}
