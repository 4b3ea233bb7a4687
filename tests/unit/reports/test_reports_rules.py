"""What the plan becomes in a report: dates, names in every language, what is left out, and what may be asked for."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from paktum.core.periods import Period, Precision
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.reports.rules import (
    Circumstances,
    EntryFacts,
    Order,
    entry_snapshot,
    order_of,
    work_plan_snapshot,
)
from paktum.plugin import load_plugins, merge, read_tenant, tenants_folder
from paktum.plugin.vocabulary import Vocabulary

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@cache
def words(slug: str = "tiszakecske") -> Vocabulary:
    plugins = load_plugins()
    return merge(plugins, read_tenant(tenants_folder() / slug, plugins).tenant)


def facts(**changes: Any) -> EntryFacts:
    usual: dict[str, Any] = {
        "kind": "event",
        "sequence": 7,
        "title": "Pályaválasztási nap",
        "body": "",
        "types": ("hu.informing", "hu.gone_long_ago"),
        "planned": Period.month(2019, 4),
        "day": None,
        "last_day": None,
        "place": "Tiszakécske",
        "purpose": "",
        "results_text": "min. 40 fő",
        "results": (("participants", 40), ("hu.never_declared", 2), ("press_items", 0)),
        "audiences": (
            {"text": "A terület vállalkozásai", "code": "hu.enterprises"},
            {"text": "Szülők", "code": None},
            {},
        ),
        "prepares": ("3. fórum",),
        "notes": (" A hely még változhat. ", "", {"key": "A remark of the reading", "values": {}}),
        "cancelled": False,
        "cancel_reason": "",
        "changed_at": datetime(2018, 10, 24, 22, 30, tzinfo=UTC),
    }
    return EntryFacts(**(usual | changes))


def around(**changes: Any) -> Circumstances:
    usual: dict[str, Any] = {
        "letterhead": Letterhead(pact_name="Tiszakécskei Foglalkoztatási Paktum"),
        "made_by": "Paktumiroda-vezető",
        "taken_at": NOON,
        "timezone": "Europe/Budapest",
    }
    return Circumstances(**(usual | changes))


def test_an_entry_whose_day_is_open_takes_place_in_the_period_of_the_plan() -> None:
    entry = entry_snapshot(facts(), words())
    assert (entry.period.period, entry.planned) == (Period.month(2019, 4), None)


def test_a_fixed_day_stands_beside_the_period_of_the_plan() -> None:
    entry = entry_snapshot(facts(day=date(2019, 5, 2), last_day=date(2019, 5, 3)), words())
    assert entry.period.period == Period.days(date(2019, 5, 2), date(2019, 5, 3))
    assert entry.planned is not None
    assert entry.planned.precision is Precision.MONTH


def test_a_day_that_is_fixed_as_planned_is_said_once() -> None:
    day = date(2018, 10, 25)
    assert entry_snapshot(facts(planned=Period.on(day), day=day), words()).planned is None


def test_types_carry_their_names_in_every_language_and_unknown_ones_are_left_out() -> None:
    assert [names.model_dump(exclude_none=True) for names in entry_snapshot(facts(), words()).types] == [
        {"hu": "tájékoztató", "en": "informing"}
    ]


def test_an_audience_is_named_as_the_plan_words_it_and_in_other_languages_as_the_pact_calls_it() -> None:
    audiences = entry_snapshot(facts(), words()).audiences
    assert audiences == (
        Names(hu="A terület vállalkozásai", en="Enterprises of the area"),
        Names(hu="Szülők"),
    )


def test_measures_that_expect_nothing_are_left_out_and_unknown_ones_keep_their_code() -> None:
    results = entry_snapshot(facts(), words()).results
    assert [(result.measure.hu, result.at_least) for result in results] == [("résztvevő", 40), ("hu.never_declared", 2)]
    assert results[0].measure.pl == "uczestnicy"


def test_only_notes_that_people_wrote_are_printed() -> None:
    assert entry_snapshot(facts(), words()).notes == ("A hely még változhat.",)


def test_a_cancelled_entry_stays_with_its_reason() -> None:
    entry = entry_snapshot(facts(cancelled=True, cancel_reason="Járvány"), words())
    assert (entry.cancelled, entry.cancel_reason) == (True, "Járvány")


def test_the_plan_is_dated_by_its_last_change_at_the_pacts_place() -> None:
    late = datetime(2018, 10, 24, 22, 30, tzinfo=UTC)
    snapshot = work_plan_snapshot([facts(changed_at=late), facts(sequence=8)], words(), around(), "en")
    assert snapshot.revision.dated == date(2018, 10, 25)
    assert snapshot.revision.number is None


def test_an_empty_plan_is_dated_by_the_day_it_is_locked() -> None:
    snapshot = work_plan_snapshot([], words(), around(), "en")
    assert (snapshot.revision.dated, snapshot.entries) == (date(2026, 11, 21), ())


@pytest.mark.parametrize("slug", ["tiszakecske", "nyiregyhaza", "liberec", "participation", "malopolska"])
def test_each_pacts_own_words_head_the_document_in_all_five_languages(slug: str) -> None:
    snapshot = work_plan_snapshot([], words(slug), around(), "en")
    for names in (snapshot.words.work_plan, snapshot.words.session_plan, snapshot.words.event_calendar):
        assert None not in names.model_dump().values()


def test_the_same_facts_at_the_same_instant_are_the_same_data_in_any_language() -> None:
    one, other = (work_plan_snapshot([facts()], words(), around(), language) for language in ("hu", "sk"))  # type: ignore[arg-type]
    assert one.checksum == other.checksum


def test_what_can_be_made_is_an_order() -> None:
    assert order_of("work-plan", "xlsx", "pl") == (Order("work-plan", "xlsx", "pl"), {})


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (("budget", "pdf", "hu"), {"kind"}),
        (("work-plan", "docx", "hu"), {"format"}),
        (("work-plan", "pdf", "de"), {"language"}),
        (("", "", ""), {"kind", "language"}),
        (("work-plan", "PDF", "HU"), {"format", "language"}),
    ],
)
def test_what_cannot_be_made_is_said_field_by_field(asked: tuple[str, str, str], wrong: set[str]) -> None:
    order, problems = order_of(*asked)
    assert order is None
    assert set(problems) == wrong
