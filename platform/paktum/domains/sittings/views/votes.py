"""Votes on the meeting screen: opening, noting, closing, calling off."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import Invalid, NotFound, PaktumError
from paktum.core.messages import msg
from paktum.domains.sittings.rules.voting import CHOICES, Choice
from paktum.domains.sittings.screen import screen_page
from paktum.domains.sittings.service import annulling, closing, voting
from paktum.domains.sittings.service.voting import Method
from paktum.domains.sittings.views.blueprint import acted, blueprint, partly, screen, sent_id
from paktum.domains.sittings.views.values import screen_values
from paktum.web.access import requires
from paktum.web.context import current_actor, house
from paktum.web.fields import id_given

_METHODS: dict[str, tuple[Method, bool]] = {
    "by_name": ("by_name", False),
    "show": ("show", False),
    "link": ("link", False),
    "show_secret": ("show", True),
    "link_secret": ("link", True),
}


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes")
@requires("sittings.run")
def open_vote(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Open the vote on a motion."""
    motion, vote = sent_id("motion"), sent_id("id")

    def work() -> None:
        way = _METHODS.get(request.form.get("method", ""))
        if way is None:
            raise Invalid({"method": msg("Choose how the vote is taken.")})
        method, secret = way
        voting.open_vote(
            current_session(), house().clock, current_actor(), meeting_id, motion, vote, method, secret=secret
        )

    return acted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes/<uuid:vote_id>")
@requires("sittings.run")
def cast_votes(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """Note votes by name, or counted hands; a script sends each as it is marked and gets the sums back."""

    def show(meeting: uuid.UUID, failure: PaktumError | None, status: int) -> ResponseReturnValue:
        if not partly() or failure is not None or request.form.get("part") != "sums":
            return screen(meeting, failure, status)
        page = screen_page(current_session(), meeting)
        return render_template("sittings/sums.html", **screen_values(page))

    def work() -> None:
        closing.is_open(current_session(), meeting_id, vote_id)
        _note(meeting_id, vote_id, keep_missing=False)

    return acted(meeting_id, work, show=show)


def _note(meeting_id: uuid.UUID, vote_id: uuid.UUID, *, keep_missing: bool) -> None:
    """Note what the form says. When a vote is closed with the form, `none` is passed over instead of taken back."""
    session, clock, actor = current_session(), house().clock, current_actor()
    choices = _choices_sent()
    if keep_missing:
        choices = {seat: choice for seat, choice in choices.items() if choice is not None}
    if choices:
        voting.note_votes(session, clock, actor, meeting_id, vote_id, choices)
    counts = _counts_sent()
    if counts:
        voting.note_counts(session, clock, actor, meeting_id, vote_id, counts)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes/<uuid:vote_id>/close")
@requires("sittings.run")
def close_vote(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """Close the vote with what the form says, and write the decision."""

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        if closing.is_open(session, meeting_id, vote_id):
            _note(meeting_id, vote_id, keep_missing=True)
        closing.close_vote(session, clock, actor, house().subjects, meeting_id, vote_id, _chair_sent())

    return acted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes/<uuid:vote_id>/annul")
@requires("sittings.run")
def annul_vote(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """Call the vote off."""
    return acted(
        meeting_id,
        lambda: annulling.call_vote_off(current_session(), house().clock, current_actor(), meeting_id, vote_id),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes/<uuid:vote_id>/undo")
@requires("sittings.run")
def undo_vote(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """Annul a vote that was closed by mistake."""
    reason = request.form.get("reason", "")

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        annulling.annul_closed_vote(session, clock, actor, house().subjects, meeting_id, vote_id, reason)

    return acted(meeting_id, work)


@blueprint.post("/meetings/<uuid:meeting_id>/sitting/votes/<uuid:vote_id>/rest")
@requires("sittings.run")
def vote_for_the_rest(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """Note one choice for all who have none yet."""
    choice = _choice(request.form.get("rest", ""))

    def work() -> None:
        session, clock, actor = current_session(), house().clock, current_actor()
        _note(meeting_id, vote_id, keep_missing=True)
        voting.note_rest(session, clock, actor, meeting_id, vote_id, choice)

    return acted(meeting_id, work)


def _choice(given: str) -> Choice:
    if given not in CHOICES:
        raise NotFound
    return given


def _choices_sent() -> dict[uuid.UUID, Choice | None]:
    """The fields `seat-<id>`; `none` means that no vote is noted. Raises NotFound for nonsense."""
    found: dict[uuid.UUID, Choice | None] = {}
    for name, given in request.form.items():
        if name.startswith("seat-"):
            found[id_given(name[5:])] = None if given == "none" else _choice(given)
    return found


def _counts_sent() -> dict[tuple[uuid.UUID, Choice], int]:
    """The fields `<body>-<choice>` of counted votes; an empty one counts none. Raises Invalid for what is no number."""
    found: dict[tuple[uuid.UUID, Choice], int] = {}
    for name, given in request.form.items():
        if not name.startswith("count-"):
            continue
        body, _, choice = name[6:].rpartition("-")
        number = given.strip() or "0"
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            raise Invalid({name[6:]: msg("Write a whole number.")}, msg("Write a whole number."))
        found[(id_given(body), _choice(choice))] = int(number)
    return found


def _chair_sent() -> dict[uuid.UUID, Choice]:
    return {
        id_given(name[6:]): _choice(given)
        for name, given in request.form.items()
        if name.startswith("chair-") and given
    }
