"""Sittings for tests: a meeting in session with its seats at hand, led through the services as the office would."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from paktum.core.actors import Actor
from paktum.core.ids import new_id
from paktum.core.subjects import Subjects
from paktum.domains.bodies.tables import Body, Seat
from paktum.domains.meetings.queries import agenda_rows, meeting_head
from paktum.domains.sittings.roster import Roster, roster_of
from paktum.domains.sittings.rules.voting import Choice
from paktum.domains.sittings.service import closing, motions, presence, proxies, sitting, voting
from paktum.domains.sittings.service.motions import MotionDraft
from paktum.domains.sittings.service.presence import Arrival
from paktum.domains.sittings.tables import Motion, VoteEvent
from paktum.web.context import House
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact

MOTION = "The body takes note of the report and asks the office to publish it."


class Sitting:
    """A meeting of a pact, and who leads it; `seats` are the ids of its bodies' seats by their codes."""

    def __init__(
        self,
        pact: Pact,
        bodies: Sequence[str] = ("steering_group",),
        *,
        items: Sequence[str] = ("Opening", "Report"),
        opened: bool = True,
        **values: Any,
    ) -> None:
        self.pact = pact
        self.actor: Actor = pact.actor("officer")
        self.clock = clock_of(pact)
        house: House = pact.app.extensions["paktum"]
        self.subjects: Subjects = house.subjects
        self.id = planned_meeting(pact, bodies, items=items, **values)
        with pact.work() as session:
            rows = session.execute(
                select(Seat.code, Seat.id).join(Body, Body.id == Seat.body_id).where(Body.code.in_(bodies))
            )
            self.seats: dict[str, uuid.UUID] = {row.code: row.id for row in rows}
            self.items = [item.id for item in agenda_rows(session, self.id)]
        if opened:
            self.do(sitting.open_sitting)

    def do(self, verb: Any, *arguments: Any, actor: Actor | None = None, **named: Any) -> Any:
        """A verb of the services in a transaction of its own."""
        with self.pact.work() as session:
            return verb(session, self.clock, actor or self.actor, self.id, *arguments, **named)

    def arrive(self, *codes: str) -> None:
        for code in codes:
            self.do(presence.arrive, self.seats[code], Arrival(new_id(), person=f"Delegate of {code}"))

    def leave(self, *codes: str) -> None:
        for code in codes:
            self.do(presence.leave, self.seats[code])

    def give(self, giver: str, holder: str) -> None:
        self.do(proxies.give_proxy, new_id(), self.seats[giver], self.seats[holder])

    def table(self, text: str = MOTION, *, amends: uuid.UUID | None = None, item: int = 0, **draft: Any) -> uuid.UUID:
        motion = new_id()
        self.do(motions.table_motion, self.items[item], motion, MotionDraft(text, **draft), amends)
        return motion

    def open_vote(self, motion: uuid.UUID, method: str = "by_name", *, secret: bool = False) -> uuid.UUID:
        vote = new_id()
        self.do(voting.open_vote, motion, vote, method, secret=secret)
        return vote

    def note(self, vote: uuid.UUID, **choices: Choice | None) -> None:
        """Note votes by the codes of seats."""
        self.do(voting.note_votes, vote, {self.seats[code]: choice for code, choice in choices.items()})

    def close(self, vote: uuid.UUID, chair: Mapping[uuid.UUID, Choice] | None = None) -> VoteEvent:
        with self.pact.work() as session:
            closing.close_vote(session, self.clock, self.actor, self.subjects, self.id, vote, chair)
        return self.event(vote)

    def event(self, vote: uuid.UUID) -> VoteEvent:
        with self.pact.work() as session:
            found = session.scalars(select(VoteEvent).where(VoteEvent.id == vote)).one()
            session.refresh(found)
            session.expunge(found)
            return found  # type: ignore[no-any-return]

    def motion(self, motion: uuid.UUID) -> Motion:
        with self.pact.work() as session:
            found = session.scalars(select(Motion).where(Motion.id == motion)).one()
            session.expunge(found)
            return found  # type: ignore[no-any-return]

    def roster(self, item: uuid.UUID | None = None) -> Roster:
        with self.pact.work() as session:
            return roster_of(session, meeting_head(session, self.id), item)

    def seat(self, code: str) -> Any:
        found = self.roster().seat(self.seats[code])
        assert found is not None
        return found
