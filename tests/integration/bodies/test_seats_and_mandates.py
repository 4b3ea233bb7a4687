"""Giving, replacing and ending mandates and seats through the services, with what the audit keeps of it."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from paktum.core.actors import Actor
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies import service
from paktum.domains.bodies.queries import BodyPage, body_page
from paktum.domains.bodies.tables import Body, Mandate, Seat
from paktum.domains.partners.tables import Organisation
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import House
from tests.support.pacts import Pact

TODAY = date(2026, 11, 21)


class Office:
    """The office of a pact at work on its Steering Group."""

    def __init__(self, pact: Pact, role: str = "officer") -> None:
        self.pact = pact
        self.house: House = pact.app.extensions["paktum"]
        self.actor: Actor = pact.actor(role)  # type: ignore[arg-type]
        with pact.work() as session:
            self.body = session.scalars(select(Body.id).where(Body.code == "steering_group")).one()
            rows = session.execute(select(Seat.code, Seat.id).where(Seat.body_id == self.body))
            self.seats: dict[str | None, uuid.UUID] = {row.code: row.id for row in rows}

    def words(self) -> Vocabulary:
        with self.pact.work() as session:
            return self.house.vocabulary_of(session, self.pact.id, "")

    def do(self, verb: object, *arguments: object) -> object:
        words = self.words()
        with self.pact.work() as session:
            first = (session, self.house.clock, self.actor)
            takes_words = verb in (service.give_mandate, service.replace_mandate, service.add_seat, service.edit_seat)
            return verb(*first, *((words,) if takes_words else ()), *arguments)  # type: ignore[operator]

    def give(self, holder: str, office: str, seat: str | None, since: date) -> object:
        draft = service.MandateDraft(holder, office, self.seats[seat] if seat else None, since)  # type: ignore[arg-type]
        return self.do(service.give_mandate, self.body, draft)

    def mandate(self, seat: str) -> uuid.UUID:
        with self.pact.work() as session:
            return session.scalars(select(Mandate.id).where(Mandate.seat_id == self.seats[seat])).one()

    def page(self, day: date = TODAY) -> BodyPage:
        with self.pact.work() as session:
            return body_page(session, self.body, day)

    def acts(self) -> list[str]:
        with self.pact.work() as session:
            return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))


@pytest.fixture
def office(pact: Pact) -> Office:
    return Office(pact)


def holder_on(office: Office, seat: str, day: date) -> list[str]:
    found = next(one for one in office.page(day).seats if one.id == office.seats[seat])
    return [one.holder for one in found.holders]


def test_a_successor_takes_over_in_one_step_and_the_day_before_belongs_to_the_predecessor(office: Office) -> None:
    office.do(
        service.replace_mandate,
        office.body,
        office.mandate("sg_chamber"),
        "Új képviselő",
        date(2026, 9, 1),
        "Tisztújítás",
    )
    assert holder_on(office, "sg_chamber", date(2026, 8, 31)) == ["A kamara képviselője"]
    assert holder_on(office, "sg_chamber", date(2026, 9, 1)) == ["Új képviselő"]
    former = office.page().former
    assert [(one.holder, one.end_reason, one.tenure.last) for one in former] == [
        ("A kamara képviselője", "Tisztújítás", date(2026, 8, 31))
    ]
    assert office.acts()[-1] == "mandate.replaced"


def test_a_chair_is_replaced_by_a_chair(office: Office) -> None:
    office.do(service.replace_mandate, office.body, office.mandate("sg_municipality"), "Alpolgármester", TODAY, "")
    chair = office.page().chair
    assert chair is not None and (chair.holder, chair.office) == ("Alpolgármester", "chair")


def test_a_vacant_seat_counts_as_vacant_and_keeps_its_vote(office: Office) -> None:
    office.do(service.end_mandate, office.body, office.mandate("sg_county"), date(2026, 10, 31), "Lemondott")
    count = office.page().composition
    assert (count.seats, count.filled, count.votes, count.vacant) == (5, 4, 5, 1)
    assert office.page(date(2026, 10, 31)).composition.vacant == 0


def test_a_mandate_ends_once(office: Office) -> None:
    mandate = office.mandate("sg_county")
    office.do(service.end_mandate, office.body, mandate, date(2026, 10, 31), "")
    with pytest.raises(Invalid) as refused:
        office.do(service.end_mandate, office.body, mandate, date(2026, 11, 1), "")
    assert set(refused.value.fields) == {"ended_on"}


def test_a_seat_takes_as_many_substitutes_as_the_charter_says(office: Office) -> None:
    office.give("Első helyettes", "substitute", "sg_chamber", TODAY)
    with pytest.raises(Invalid) as refused:
        office.give("Második helyettes", "substitute", "sg_chamber", TODAY)
    assert set(refused.value.fields) == {"office"}


def test_a_seat_that_is_held_is_not_given_again(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.give("Másik képviselő", "member", "sg_chamber", TODAY)
    assert set(refused.value.fields) == {"since"}


def test_a_secretary_needs_no_seat_and_has_no_vote(office: Office) -> None:
    office.give("A testület titkára", "secretary", None, TODAY)
    page = office.page()
    assert [one.holder for one in page.officers] == ["A testület titkára"]
    assert page.composition.seats == 5


def test_a_seat_handed_over_leaves_the_old_one_in_the_history(office: Office, pact: Pact) -> None:
    with pact.work() as session:
        county = session.scalars(select(Organisation.id).where(Organisation.code == "county")).one()
    new = office.do(
        service.hand_over_seat,
        office.body,
        office.seats["sg_chamber"],
        county,
        "A megye második képviselője",
        date(2026, 10, 1),
    )
    before, now = office.page(date(2026, 9, 30)), office.page()
    assert office.seats["sg_chamber"] in {seat.id for seat in before.seats}
    assert before.composition == office.page(date(2026, 9, 1)).composition
    assert [seat.id for seat in now.former_seats] == [office.seats["sg_chamber"]]
    assert new in {seat.id for seat in now.seats}
    assert (now.composition.votes, now.composition.vacant) == (5, 1)


def test_an_ended_seat_takes_its_mandates_with_it(office: Office) -> None:
    office.do(service.end_seat, office.body, office.seats["sg_county"], date(2026, 10, 31), "Kilépett")
    page = office.page()
    assert page.composition.votes == 4
    assert [(one.holder, one.end_reason) for one in page.former] == [("A megyei önkormányzat képviselője", "Kilépett")]


def test_the_second_editor_of_a_seat_is_told(office: Office) -> None:
    draft = service.SeatDraft("A kamara helye", None, True, None)
    office.do(service.edit_seat, office.body, office.seats["sg_chamber"], 1, draft)
    with pytest.raises(Conflict):
        office.do(service.edit_seat, office.body, office.seats["sg_chamber"], 1, draft)


def test_a_seat_of_a_body_that_takes_no_votes_has_none(office: Office, pact: Pact) -> None:
    with pact.work() as session:
        bureau = session.scalars(select(Body.id).where(Body.code == "office")).one()
    with pytest.raises(Invalid) as refused:
        office.do(service.add_seat, bureau, service.SeatDraft("Gyakornok", None, True, None))
    assert set(refused.value.fields) == {"voting"}


def test_a_slip_is_corrected_without_a_successor(office: Office) -> None:
    mandate = office.mandate("sg_chamber")
    office.do(service.correct_mandate, office.body, mandate, "A kamara elnöke", date(2019, 1, 1))
    assert holder_on(office, "sg_chamber", TODAY) == ["A kamara elnöke"]
    assert holder_on(office, "sg_chamber", date(2018, 12, 31)) == []
    assert office.page().former == ()


def test_members_change_nothing(pact: Pact) -> None:
    member = Office(pact, "member")
    with pytest.raises(Forbidden):
        member.give("Valaki", "secretary", None, TODAY)
    assert member.acts() == []


def test_a_seat_of_another_body_is_not_found(office: Office, pact: Pact) -> None:
    with pact.work() as session:
        foreign = session.scalars(select(Seat.id).where(Seat.code == "office_head")).one()
    with pytest.raises(NotFound):
        office.do(service.end_seat, office.body, foreign, TODAY, "")
