"""Probes for the routes of a sitting: how to get the ids of a sitting, a motion and a vote that another pact has."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.pacts import Pact


def _sitting(there: Pact) -> Mapping[str, Any]:
    from tests.support.sittings import Sitting

    return {"meeting_id": Sitting(there).id}


def _motion(there: Pact) -> Mapping[str, Any]:
    from tests.support.sittings import Sitting

    sitting = Sitting(there)
    return {"meeting_id": sitting.id, "motion_id": sitting.table()}


def _vote(there: Pact) -> Mapping[str, Any]:
    from tests.support.sittings import Sitting

    sitting = Sitting(there)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    return {"meeting_id": sitting.id, "vote_id": sitting.open_vote(sitting.table())}


def _closed_vote(there: Pact) -> Mapping[str, Any]:
    from tests.support.sittings import Sitting

    sitting = Sitting(there)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber")
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_municipality="yes", sg_county="yes")
    sitting.close(vote)
    return {"meeting_id": sitting.id, "vote_id": vote}


def _task_looked_back_at(there: Pact) -> Mapping[str, Any]:
    from paktum.domains.tasks.service import TaskDraft, add_task
    from tests.support.meetings import body_id
    from tests.support.sittings import Sitting

    sitting = Sitting(there)
    with there.work() as session:
        draft = TaskDraft(title="Send the list", body_id=body_id(there, "steering_group"))
        return {"meeting_id": sitting.id, "task_id": add_task(session, sitting.clock, sitting.actor, draft)}


SITTING_PROBES: Mapping[str, Callable[[Pact], Mapping[str, Any]]] = {
    **dict.fromkeys(
        (
            f"meetings_sitting.{name}"
            for name in (
                "show",
                "pulse",
                "open_sitting",
                "ask_to_end",
                "end_sitting",
                "resume_sitting",
                "take_back_opening",
                "take_up",
                "finish",
                "save_notes",
                "give_task",
                "presence_page",
                "note_seat",
                "everyone",
                "excuse_declined",
                "arrive",
                "note_absence",
                "give_proxy",
                "guest_arrives",
                "change_stay",
                "table",
                "open_vote",
                "projector",
                "projector_now",
            )
        ),
        _sitting,
    ),
    **dict.fromkeys(
        (f"meetings_sitting.{name}" for name in ("reword", "save_words", "withdraw", "table_again")), _motion
    ),
    **dict.fromkeys(
        (f"meetings_sitting.{name}" for name in ("cast_votes", "close_vote", "annul_vote", "vote_for_the_rest")), _vote
    ),
    "meetings_sitting.note_on_task": _task_looked_back_at,
    **dict.fromkeys((f"meetings_sitting.{name}" for name in ("vote_proof", "proof_file", "undo_vote")), _closed_vote),
}
