"""Minutes for tests: a meeting that was held with a vote and a decision, and the minutes drafted of it."""

import uuid

from sqlalchemy import select

from paktum.domains.minutes.queries import MinutesPage, minutes_page
from paktum.domains.minutes.service.approving import Approval, approve_by_chair, send_minutes
from paktum.domains.sittings.service import sitting
from tests.support.meetings import clock_of
from tests.support.pacts import Pact
from tests.support.sittings import Sitting

SEATS = ("sg_municipality", "sg_government_office", "sg_county")


def held_sitting(pact: Pact) -> Sitting:
    """A Steering Group that met, carried a motion and went home."""
    led = Sitting(pact, items=("Megnyitás", "A munkaprogram elfogadása"))
    led.arrive(*SEATS)
    ballot = led.open_vote(led.table("A csoport elfogadja a munkaprogramot.", item=1))
    led.note(ballot, sg_municipality="yes", sg_government_office="yes", sg_county="abstain")
    led.close(ballot)
    led.do(sitting.end_sitting)
    return led


def drafted(pact: Pact) -> uuid.UUID:
    """The id of a meeting whose minutes are drafted."""
    led = held_sitting(pact)
    answer = pact.signed_in("officer").post(f"/meetings/{led.id}/minutes")
    assert answer.status_code == 303, answer.text
    return led.id


def sent(pact: Pact) -> uuid.UUID:
    """The id of a meeting whose minutes are with the members."""
    meeting = drafted(pact)
    with pact.work() as session:
        send_minutes(session, clock_of(pact), pact.actor("officer"), meeting)
    return meeting


def approved(pact: Pact) -> uuid.UUID:
    """The id of a meeting whose minutes the chair approved."""
    meeting = drafted(pact)
    with pact.work() as session:
        approve_by_chair(session, clock_of(pact), pact.actor("head"), meeting, Approval("Az elnök"))
    return meeting


def minutes_of(pact: Pact, meeting: uuid.UUID) -> MinutesPage:
    """The minutes as a page reads them."""
    with pact.work() as session:
        found = minutes_page(session, meeting)
    assert found is not None
    return found


def seat_codes(pact: Pact, body: str = "steering_group") -> list[str]:
    """The codes of a body's seats in their order."""
    from paktum.domains.bodies.tables import Body, Seat

    with pact.work() as session:
        return list(
            session.scalars(
                select(Seat.code).join(Body, Body.id == Seat.body_id).where(Body.code == body).order_by(Seat.sequence)
            )
        )


def run_waiting_jobs(pact: Pact) -> None:
    """Carry out the pact's waiting jobs at once, as a worker would."""
    from paktum.domains.jobs.running import run_job
    from paktum.domains.jobs.tables import JobRun

    house = pact.app.extensions["paktum"]
    with pact.work() as session:
        waiting = session.execute(select(JobRun.id, JobRun.attempt).where(JobRun.state == "queued")).all()
    for run_id, attempt in waiting:
        run_job(
            pact.app, pact.id, run_id, attempt, house.job_kinds, house.clock, house.store, once=lambda session: True
        )
        with pact.work() as session:
            failure, state = session.execute(select(JobRun.failure, JobRun.state).where(JobRun.id == run_id)).one()
        assert state == "done", failure
