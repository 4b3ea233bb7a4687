"""Taking decisions: their numbers by the body's charter, once for a motion and a body, never twice the same."""

import threading
import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from paktum.core.clock import SystemClock
from paktum.core.errors import Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.domains.bodies.service import change_charter
from paktum.domains.bodies.service.loading import charter_of
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.service import (
    TakenDecision,
    VoteCounts,
    decision_told,
    next_number,
    take_decision,
    take_decisions,
)
from paktum.domains.decisions.tables import Decision
from paktum.plugin.specs import Numbering
from tests.support.pacts import Pact

CLOCK = SystemClock()


def body_of(pact: Pact, code: str = "steering_group") -> uuid.UUID:
    with pact.work() as session:
        found: uuid.UUID = session.scalars(select(Body.id).where(Body.code == code)).one()
    return found


def taken(body_id: uuid.UUID, day: date = date(2018, 10, 29), **more: object) -> TakenDecision:
    given = TakenDecision(
        body_id=body_id,
        text="Az Irányító Csoport a munkaprogramot elfogadja.",
        decided_on=day,
        counts=VoteCounts(5, 0, 0),
    )
    return replace(given, **more)  # type: ignore[arg-type]


def numbers(pact: Pact) -> list[str]:
    with pact.work() as session:
        return list(session.scalars(select(Decision.number).order_by(Decision.year, Decision.ordinal)))


def take(pact: Pact, decision: TakenDecision) -> uuid.UUID:
    with pact.work() as session:
        return take_decision(session, CLOCK, pact.actor("officer"), decision)


def test_decisions_are_numbered_by_the_charter_and_start_again_every_year(pact: Pact) -> None:
    body = body_of(pact)
    for day in (date(2018, 10, 29), date(2018, 12, 3), date(2019, 1, 15)):
        take(pact, taken(body, day))
    assert numbers(pact) == [
        "1/2018. (X. 29.) IG határozat",
        "2/2018. (XII. 3.) IG határozat",
        "1/2019. (I. 15.) IG határozat",
    ]


def test_each_body_counts_for_itself(pact: Pact) -> None:
    take(pact, taken(body_of(pact)))
    take(pact, taken(body_of(pact, "forum")))
    assert numbers(pact)[1].startswith("1/2018.")


def test_the_numbering_frozen_for_the_meeting_goes_before_that_of_the_day(pact: Pact) -> None:
    take(pact, taken(body_of(pact), numbering=Numbering(pattern="{body} {n}", restarts="never")))
    assert numbers(pact) == ["IG 1"]


def test_a_later_charter_numbers_later_decisions_in_its_own_way(pact: Pact) -> None:
    body = body_of(pact)
    with pact.work() as session:
        rules = charter_of(session, body, date(2018, 10, 29))
        assert rules is not None
        other = rules.model_copy(update={"numbering": Numbering(pattern="IG-{n}/{year}")})
        change_charter(session, CLOCK, pact.actor("head"), body, other, date(2019, 1, 1), "")
    take(pact, taken(body))
    take(pact, taken(body, date(2019, 2, 1)))
    assert numbers(pact) == ["1/2018. (X. 29.) IG határozat", "IG-1/2019"]


def test_the_number_that_comes_next_is_known_before_it_is_given(pact: Pact) -> None:
    body = body_of(pact)
    take(pact, taken(body))
    with pact.work() as session:
        said = next_number(session, body, date(2018, 11, 5))
    take(pact, taken(body, date(2018, 11, 5)))
    assert numbers(pact)[-1] == said


def test_votes_that_close_at_the_same_moment_get_numbers_of_their_own(pact: Pact) -> None:
    body, actor = body_of(pact), pact.actor("officer")
    start = threading.Barrier(4)

    def close() -> None:
        start.wait()
        with pact.work() as session:
            take_decision(session, CLOCK, actor, taken(body))

    threads = [threading.Thread(target=close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number.split("/")[0] for number in numbers(pact)] == ["1", "2", "3", "4"]


def test_a_joint_session_takes_a_decision_for_each_body(pact: Pact) -> None:
    bodies = [body_of(pact), body_of(pact, "forum")]
    with pact.work() as session:
        found = take_decisions(session, CLOCK, pact.actor("officer"), taken(bodies[0]), bodies)
    assert set(found) == set(bodies)
    assert len(set(found.values())) == 2


def test_a_decision_without_a_title_is_called_by_the_beginning_of_its_text(pact: Pact) -> None:
    decision_id = take(pact, taken(body_of(pact), text="A határozat szövege " * 20))
    with pact.work() as session:
        title = session.scalars(select(Decision.title).where(Decision.id == decision_id)).one()
    assert title.startswith("A határozat szövege A határozat")
    assert title.endswith("…")
    assert len(title) <= 121


def test_the_subject_hears_the_number_of_what_was_decided(pact: Pact) -> None:
    body = body_of(pact)
    decision_id = take(pact, taken(body))
    with pact.work() as session:
        told = decision_told(session, decision_id)
    assert (told.outcome, told.body_id, told.number) == ("carried", body, numbers(pact)[0])


def test_a_decision_needs_a_text_and_a_deadline_after_its_day(pact: Pact) -> None:
    with pytest.raises(Invalid) as refused:
        take(pact, taken(body_of(pact), text=" ", due_on=date(2018, 10, 1)))
    assert set(refused.value.fields) == {"text", "due_on"}


def test_who_is_not_of_the_office_takes_no_decision(pact: Pact) -> None:
    body = body_of(pact)
    with pact.work() as session, pytest.raises(Forbidden):
        take_decision(session, CLOCK, pact.actor("member"), taken(body))
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 0


def test_a_body_that_is_not_there_decides_nothing(pact: Pact) -> None:
    with pytest.raises(NotFound):
        take(pact, taken(new_id()))
