"""When a review of the plan falls due, and where Today lists it."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest

from paktum.core.due import Urgency
from paktum.core.languages import LANGUAGES
from paktum.core.messages import say
from paktum.core.periods import Period
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.review_due import review_items
from paktum.domains.programme.review_rules import next_review, rule_words
from paktum.domains.programme.revision_queries import LatestRevision
from paktum.plugin.specs import PlanReview, Words
from paktum.plugin.vocabulary import Said, Vocabulary

HALF_YEARLY = PlanReview(every_months=6, source=Words(hu="munkaterv", en="work plan"))
NEVER = LatestRevision(None, None)
ZONE = "Europe/Budapest"


class _Words:
    """The little of a vocabulary that reviews ask."""

    def __init__(self, rule: PlanReview | None) -> None:
        self.plan_review = rule

    def say(self, words: Words, language: str) -> Said:
        return Said(words.en or "", "en")


def row(start: date = date(2018, 10, 25), end: date = date(2021, 9, 1), **values: object) -> PlanRow:
    plain = PlanRow(
        id=uuid.uuid4(),
        kind="session",
        sequence=1,
        title="Alakuló ülés",
        types=(),
        body_id=None,
        body="",
        body_short="",
        body_type=None,
        body_sequence=0,
        planned=Period.days(start, end),
        effective=Period.days(start, end),
        fixed=True,
        place="",
        purpose="",
        results_text="",
        results=(),
        audiences=(),
        cancelled=False,
        calendar_sequence=0,
        created_at=datetime(2018, 9, 27, tzinfo=UTC),
        changed_at=datetime(2018, 9, 27, tzinfo=UTC),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def reader(today: date, rule: PlanReview | None = HALF_YEARLY) -> Reader:
    return Reader(cast(Vocabulary, _Words(rule)), "en", today)


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2019, 1, 1), None),
        (date(2019, 2, 10), Urgency.NEXT),
        (date(2019, 3, 26), Urgency.DUE),
        (date(2019, 4, 25), Urgency.DUE),
        (date(2019, 4, 26), Urgency.LATE),
    ],
)
def test_a_first_review_is_asked_for_half_a_year_after_the_plan_began(today: date, urgency: Urgency | None) -> None:
    items = review_items([row()], NEVER, reader(today), ZONE)
    assert [item.urgency for item in items] == ([] if urgency is None else [urgency])
    if items:
        assert items[0].period.start >= today or urgency is Urgency.LATE
        said = [say(sentence, "en") for sentence in items[0].why]
        assert said[0] == "It is to be reviewed at least every half year (rule: work plan)."
        assert items[0].deed and items[0].deed.address == "/programme/revisions"


def test_an_adopted_revision_puts_the_next_review_off_and_a_locked_one_waits_for_the_body() -> None:
    adopted = LatestRevision(date(2019, 4, 10), None)
    assert review_items([row()], adopted, reader(date(2019, 4, 26)), ZONE) == []
    waiting = uuid.uuid4()
    [item] = review_items([row()], LatestRevision(date(2019, 4, 10), (waiting, 3)), reader(date(2019, 10, 11)), ZONE)
    assert item.urgency is Urgency.LATE
    assert item.deed and item.deed.address == f"/programme/revisions/{waiting}"
    assert "Revision 3" in say(item.why[-1], "en")


def test_nothing_is_asked_without_a_rule_without_a_plan_or_when_the_plan_is_over() -> None:
    late = date(2019, 5, 1)
    assert review_items([row()], NEVER, reader(late, rule=None), ZONE) == []
    assert review_items([], NEVER, reader(late), ZONE) == []
    assert review_items([row(cancelled=True)], NEVER, reader(late), ZONE) == []
    assert review_items([row()], NEVER, reader(date(2021, 9, 2)), ZONE) == []


def test_a_plan_brought_in_late_is_not_called_late_for_what_was_reviewed_on_paper() -> None:
    brought = row(created_at=datetime(2020, 6, 1, tzinfo=UTC))
    assert review_items([brought], NEVER, reader(date(2020, 6, 2)), ZONE) == []


def test_a_plan_brought_in_after_midnight_is_counted_from_the_day_where_the_pact_is() -> None:
    brought = row(created_at=datetime(2018, 11, 30, 23, 30, tzinfo=UTC))
    assert review_items([brought], NEVER, reader(date(2019, 6, 1)), ZONE)[0].urgency is not Urgency.LATE
    assert review_items([brought], NEVER, reader(date(2019, 6, 2)), ZONE)[0].urgency is Urgency.LATE


def test_the_day_is_the_same_of_a_later_month_or_its_last() -> None:
    assert next_review(HALF_YEARLY, date(2019, 8, 31), date(2018, 1, 1)) == date(2020, 2, 29)
    yearly = HALF_YEARLY.model_copy(update={"every_months": 12})
    assert next_review(yearly, None, date(2018, 10, 25)) == date(2019, 10, 25)
    assert say(rule_words(yearly, "charter"), "en") == "It is to be reviewed at least once a year (rule: charter)."
    other = HALF_YEARLY.model_copy(update={"every_months": 3})
    assert "every 3 months" in say(rule_words(other, "charter"), "en")


def test_a_review_every_month_is_asked_for_without_counting_months_in_any_language() -> None:
    monthly = HALF_YEARLY.model_copy(update={"every_months": 1})
    for language in LANGUAGES:
        assert "1" not in say(rule_words(monthly, "charter"), language)
