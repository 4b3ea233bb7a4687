"""Groups that form in a meeting, from the topics to working groups that report at the next one (M3)."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.domains.bodies.tables import Body, Mandate, Seat
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody
from paktum.domains.sittings.handlers import put_group_reports
from paktum.domains.sittings.service import forming, sign_ups, topics
from paktum.domains.sittings.service.topics import TopicDraft
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic
from paktum.plugin.vocabulary import Vocabulary
from tests.integration.sittings.test_casting import at_once
from tests.support.pacts import Pact
from tests.support.rooms import NOON, Room, furnish


class Forum:
    """A room whose item offers topics, and everything that is done with them."""

    def __init__(self, pact: Pact, *titles: str, seats: int = 5) -> None:
        self.pact, self.room = pact, furnish(pact, seats=seats)
        self.house = pact.app.extensions["paktum"]
        self.actor = pact.actor("officer")
        self.topics = [self.offer(title) for title in titles]

    def offer(self, title: str) -> uuid.UUID:
        topic = new_id()
        with self.pact.work() as session:
            topics.add_topic(
                session,
                self.house.clock,
                self.actor,
                self.room.meeting_id,
                self.room.item_id,
                topic,
                TopicDraft(title, "What is to be measured?"),
            )
        return topic

    def words(self) -> Vocabulary:
        with self.pact.work() as session:
            found: Vocabulary = self.house.vocabulary_of(session, self.pact.id, "")
            return found

    def choose(self, number: int, topic: uuid.UUID) -> None:
        words = self.words()
        with self.pact.work() as session:
            forming.join_topic(session, self.house.clock, words, self.room.holder(number), topic)

    def office(self, verb: Any, *arguments: Any) -> Any:
        with self.pact.work() as session:
            return verb(session, self.house.clock, self.actor, self.room.meeting_id, *arguments)

    def form(self, topic: uuid.UUID, kind: str | None = None) -> uuid.UUID:
        words = self.words()
        with self.pact.work() as session:
            return forming.form_group(
                session,
                self.house.clock,
                self.actor,
                words,
                self.room.meeting_id,
                topic,
                kind or forming.group_types(words)[0].code,
            )

    def sign_ups(self, topic: uuid.UUID) -> dict[str, uuid.UUID]:
        with self.pact.work() as session:
            rows = session.execute(
                select(GroupSignUp.person, GroupSignUp.id).where(
                    GroupSignUp.topic_id == topic, GroupSignUp.withdrawn_at.is_(None)
                )
            )
            return {row.person: row.id for row in rows}

    def plan_next(self, days: int = 60) -> uuid.UUID:
        """The next meeting of the body that leads, as anybody might plan it."""
        from paktum.domains.meetings.service.planning import MeetingDraft, plan_meeting

        start = NOON + timedelta(days=days)
        with self.pact.work() as session:
            draft = MeetingDraft(
                body_ids=(self.room.bodies[0],), starts_at=start, ends_at=start + timedelta(hours=2), place="Kraków"
            )
            return plan_meeting(session, self.house.clock, self.actor, draft)

    def hear(self, meeting: uuid.UUID) -> None:
        """What the worker does with the message that a meeting was planned."""
        put_group_reports(self.pact.app, self.pact.id, {"meeting": str(meeting)}, lambda _session: True)

    def reports(self, meeting: uuid.UUID) -> list[tuple[str, str]]:
        with self.pact.work() as session:
            rows = session.execute(
                select(AgendaItem.title, AgendaItem.presenter).where(
                    AgendaItem.meeting_id == meeting,
                    AgendaItem.kind == "group_reports",
                    AgendaItem.working_group_id.is_not(None),
                )
            )
            return [(row.title, row.presenter) for row in rows]


@pytest.fixture
def forum(pact: Pact) -> Forum:
    return Forum(pact, "Indicators", "Incentives")


def formed(forum: Forum, topic: int = 0, leader: str = "Member 0") -> uuid.UUID:
    forum.choose(0, forum.topics[topic])
    forum.choose(1, forum.topics[topic])
    forum.office(topics.name_leader, forum.topics[topic], forum.sign_ups(forum.topics[topic])[leader])
    return forum.form(forum.topics[topic])


def test_choosing_another_topic_moves_a_person_and_leaves_no_second_sign_up(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    forum.choose(0, forum.topics[1])
    assert forum.sign_ups(forum.topics[0]) == {} and list(forum.sign_ups(forum.topics[1])) == ["Member 0"]


def test_one_person_choosing_from_four_devices_at_once_is_in_one_group(forum: Forum) -> None:
    one, two = forum.topics
    at_once([lambda topic=topic: forum.choose(0, topic) for topic in (one, two, one, two)])
    assert len(forum.sign_ups(one)) + len(forum.sign_ups(two)) == 1


def test_many_choosing_at_once_are_all_there_once(pact: Pact) -> None:
    forum = Forum(pact, "One", "Two", "Three", "Four", seats=12)
    for first in range(0, 12, 4):
        at_once([lambda n=n: forum.choose(n, forum.topics[n % 4]) for n in range(first, first + 4)])
    assert [len(forum.sign_ups(topic)) for topic in forum.topics] == [3, 3, 3, 3]


def test_the_office_enters_somebody_who_has_no_phone_once(forum: Forum) -> None:
    words = forum.words()
    for _ in range(2):
        with forum.pact.work() as session:
            forming.enter_member(
                session,
                forum.house.clock,
                forum.actor,
                words,
                forum.room.meeting_id,
                forum.topics[0],
                "A teacher",
                "School",
            )
    assert list(forum.sign_ups(forum.topics[0])) == ["A teacher"]


def test_a_member_may_say_who_should_lead_only_while_it_is_being_elected(forum: Forum) -> None:
    forum.choose(0, forum.topics[0]), forum.choose(1, forum.topics[0])
    candidate = forum.sign_ups(forum.topics[0])["Member 1"]

    def prefer(number: int) -> None:
        with forum.pact.work() as session:
            sign_ups.prefer_leader(session, forum.house.clock, forum.room.holder(number), forum.topics[0], candidate)

    with pytest.raises(Conflict):
        prefer(0)
    forum.office(topics.start_election, forum.topics[0])
    prefer(0)
    with pytest.raises(Forbidden):
        prefer(2)
    with forum.pact.work() as session:
        rows = session.execute(select(GroupSignUp.person, GroupSignUp.prefers_id))
        assert {row.person: row.prefers_id for row in rows} == {"Member 0": candidate, "Member 1": None}


def test_the_leader_fixes_the_first_date_and_another_member_does_not(forum: Forum) -> None:
    forum.choose(0, forum.topics[0]), forum.choose(1, forum.topics[0])
    forum.office(topics.name_leader, forum.topics[0], forum.sign_ups(forum.topics[0])["Member 0"])

    def fix(number: int) -> None:
        with forum.pact.work() as session:
            topics.fix_first_day(
                session,
                forum.house.clock,
                forum.room.holder(number),
                forum.room.meeting_id,
                forum.topics[0],
                date(2026, 12, 10),
                "Library",
            )

    with pytest.raises(Forbidden):
        fix(1)
    fix(0)
    with forum.pact.work() as session:
        topic = session.scalars(select(GroupTopic).where(GroupTopic.id == forum.topics[0])).one()
        assert (topic.first_day, topic.first_place) == (date(2026, 12, 10), "Library")


def test_a_formed_group_is_a_body_under_the_one_that_met_with_its_leader_in_the_chair(forum: Forum) -> None:
    group = formed(forum)
    with forum.pact.work() as session:
        body = session.scalars(select(Body).where(Body.id == group)).one()
        assert (body.name, body.purpose, body.parent_id) == (
            "Indicators",
            "What is to be measured?",
            forum.room.bodies[0],
        )
        seats = session.scalars(select(Seat.label).where(Seat.body_id == group)).all()
        mandates = session.execute(select(Mandate.holder, Mandate.role).where(Mandate.body_id == group))
        assert sorted(seats) == ["Partner 0", "Partner 1"]
        assert {row.holder: row.role for row in mandates} == {"Member 0": "chair", "Member 1": "member"}


def test_forming_a_group_twice_makes_one_body(forum: Forum) -> None:
    group = formed(forum)
    assert forum.form(forum.topics[0]) == group


def test_a_group_is_not_formed_before_its_leader_is_named(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    with pytest.raises(Conflict):
        forum.form(forum.topics[0])


def test_a_group_does_not_become_a_kind_of_body_that_is_no_group(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    forum.office(topics.name_leader, forum.topics[0], forum.sign_ups(forum.topics[0])["Member 0"])
    with pytest.raises(Invalid):
        forum.form(forum.topics[0], "hu.steering_group")


def test_the_first_date_becomes_a_planned_meeting_of_the_group(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    forum.office(topics.name_leader, forum.topics[0], forum.sign_ups(forum.topics[0])["Member 0"])
    forum.office(topics.fix_first_day, forum.topics[0], date(2026, 12, 10), "Library")
    group = forum.form(forum.topics[0])
    with forum.pact.work() as session:
        meeting = session.scalars(
            select(Meeting).join(MeetingBody, MeetingBody.meeting_id == Meeting.id).where(MeetingBody.body_id == group)
        ).one()
        assert (meeting.starts_at.date(), meeting.place, meeting.state) == (date(2026, 12, 10), "Library", "planned")


def test_whoever_joins_a_group_later_has_a_seat_and_a_mandate_at_once(forum: Forum) -> None:
    group = formed(forum)
    forum.choose(2, forum.topics[0])
    with forum.pact.work() as session:
        holders = session.scalars(select(Mandate.holder).where(Mandate.body_id == group)).all()
        noted = session.scalars(select(GroupSignUp.noted_by).where(GroupSignUp.person == "Member 2")).all()
    assert sorted(holders) == ["Member 0", "Member 1", "Member 2"] and noted == ["later"]


def test_a_member_of_a_formed_group_does_not_move_by_choosing_another_topic(forum: Forum) -> None:
    formed(forum)
    with pytest.raises(Conflict):
        forum.choose(0, forum.topics[1])


def test_a_dropped_topic_frees_those_who_chose_it_and_takes_nobody_more(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    forum.office(topics.drop_topic, forum.topics[0])
    with pytest.raises(Conflict):
        forum.choose(1, forum.topics[0])
    forum.choose(0, forum.topics[1])
    assert list(forum.sign_ups(forum.topics[1])) == ["Member 0"]


def test_a_choice_is_taken_back_by_its_owner_and_by_nobody_else(forum: Forum) -> None:
    forum.choose(0, forum.topics[0])
    sign_up = forum.sign_ups(forum.topics[0])["Member 0"]

    def withdraw(number: int) -> None:
        with forum.pact.work() as session:
            sign_ups.withdraw_sign_up(
                session, forum.house.clock, forum.room.holder(number), forum.room.meeting_id, sign_up
            )

    with pytest.raises(NotFound):
        withdraw(1)
    withdraw(0)
    assert forum.sign_ups(forum.topics[0]) == {}


def test_the_report_of_a_group_stands_on_the_next_agenda_of_the_body_above_by_itself_and_once(forum: Forum) -> None:
    formed(forum)
    first, second = forum.plan_next(60), forum.plan_next(120)
    forum.hear(first), forum.hear(second), forum.hear(first)
    assert [presenter for _, presenter in forum.reports(first)] == ["Member 0"]
    assert "Indicators" in forum.reports(first)[0][0] and forum.reports(second) == []


def test_a_meeting_that_is_planned_already_gets_the_report_when_the_group_forms(forum: Forum) -> None:
    following = forum.plan_next()
    formed(forum)
    assert len(forum.reports(following)) == 1


def test_planning_a_meeting_asks_the_worker_for_the_reports_that_wait(forum: Forum) -> None:
    from paktum.core.outbox import OutboxMessage

    meeting = forum.plan_next()
    with forum.pact.work() as session:
        asked = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.topic == "meeting.planned")).all()
    assert asked == [{"meeting": str(meeting)}]


def test_a_member_who_may_not_lead_the_sitting_offers_no_topics(pact: Pact) -> None:
    room: Room = furnish(pact, seats=1)
    with pytest.raises(Forbidden), pact.work() as session:
        topics.add_topic(
            session,
            pact.app.extensions["paktum"].clock,
            pact.actor("member"),
            room.meeting_id,
            room.item_id,
            new_id(),
            TopicDraft("x"),
        )


def words(forum: Forum, topic: uuid.UUID) -> tuple[str, str]:
    with forum.pact.work() as session:
        row = session.execute(select(GroupTopic.title, GroupTopic.question).where(GroupTopic.id == topic)).one()
    return row.title, row.question


MARK = topics.words_mark(TopicDraft("Transport", "What is to be measured?"))


def test_a_topic_is_reworded_and_those_who_chose_it_stay(pact: Pact) -> None:
    forum = Forum(pact, "Transport")
    (topic,) = forum.topics
    forum.choose(0, topic)
    for _ in range(2):
        forum.office(topics.reword_topic, topic, MARK, TopicDraft(" Transport  and roads ", "Which roads?"))
    assert words(forum, topic) == ("Transport and roads", "Which roads?")
    assert len(forum.sign_ups(topic)) == 1


def test_a_topic_of_which_a_group_came_keeps_its_words(pact: Pact) -> None:
    forum = Forum(pact, "Transport")
    (topic,) = forum.topics
    forum.choose(0, topic)
    forum.office(topics.name_leader, topic, next(iter(forum.sign_ups(topic).values())))
    forum.office(topics.reword_topic, topic, MARK, TopicDraft("Roads"))
    forum.form(topic)
    with pytest.raises(Conflict):
        forum.office(topics.reword_topic, topic, topics.words_mark(TopicDraft("Roads")), TopicDraft("Railways"))


def test_the_second_who_rewords_a_topic_sees_both_versions(pact: Pact) -> None:
    forum = Forum(pact, "Transport")
    (topic,) = forum.topics
    office = pact.signed_in("officer")
    page = f"/meetings/{forum.room.meeting_id}/groups/{topic}/words"
    assert MARK in office.get(page).text
    first = {"title": "Roads", "question": "Which roads?", "based_on": MARK}
    assert office.post(page, first).status_code == 303
    second = office.post(page, {"title": "Railways", "question": "Which roads?", "based_on": MARK})
    assert second.status_code == 409
    assert "Roads" in second.text and "Railways" in second.text
    now = topics.words_mark(TopicDraft("Roads", "Which roads?"))
    assert now in second.text
    chosen = {"title": "Railways", "question": "Which roads?", "based_on": now}
    assert office.post(page, chosen).status_code == 303
    assert words(forum, topic)[0] == "Railways"


def test_a_topic_is_not_left_without_words(pact: Pact) -> None:
    forum = Forum(pact, "Transport")
    (topic,) = forum.topics
    with pytest.raises(Invalid):
        forum.office(topics.reword_topic, topic, MARK, TopicDraft("  "))
