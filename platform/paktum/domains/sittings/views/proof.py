"""The proof of a vote: the frozen facts on a page of their own, and as a file."""

import uuid

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.sittings import wording
from paktum.domains.sittings.queries import proof_of_vote
from paktum.domains.sittings.rules.counting import canonical, seal_of
from paktum.domains.sittings.rules.roll import read_roll
from paktum.domains.sittings.views.blueprint import blueprint
from paktum.web.access import requires


@blueprint.get("/meetings/<uuid:meeting_id>/votes/<uuid:vote_id>")
@requires("sittings.see")
def vote_proof(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """The proof of a closed vote: who could vote, by which charter, and what came of it."""
    session = current_session()
    proof = proof_of_vote(session, meeting_id, vote_id)
    roll = read_roll(proof.facts)
    return render_template(
        "sittings/proof.html",
        head=meeting_head(session, meeting_id),
        base=f"/meetings/{meeting_id}",
        proof=proof,
        roll=roll,
        bodies=list(zip(roll.bodies, proof.facts["bodies"], strict=True)),
        choices={vote["seat_id"]: vote for vote in proof.facts.get("by_name", ())},
        sound=seal_of(proof.facts) == proof.seal,
        names={seat.seat_id: seat.name for body in roll.bodies for seat in body.seats},
        words=wording,
    )


@blueprint.get("/meetings/<uuid:meeting_id>/votes/<uuid:vote_id>.json")
@requires("sittings.see")
def proof_file(meeting_id: uuid.UUID, vote_id: uuid.UUID) -> ResponseReturnValue:
    """The sealed facts as they are, so that anybody can compute the seal again."""
    proof = proof_of_vote(current_session(), meeting_id, vote_id)
    answer = Response(canonical(proof.facts), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="vote-{vote_id}.json"'
    return answer
