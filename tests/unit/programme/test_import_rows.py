"""Rows of an import: what is kept of them comes back the same, and answers and corrections do what they say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paktum.core.errors import Invalid, Refused
from paktum.core.languages import LANGUAGES, Language
from paktum.core.periods import Period
from paktum.domains.files.apart import Leash
from paktum.domains.programme.import_rows import (
    CONFIRMED,
    ImportRow,
    decide_rows,
    fresh_rows,
    row_form,
    row_from,
)
from paktum.domains.programme.reading.apart import read_apart
from paktum.domains.programme.reading.parser import read_plan
from paktum.domains.programme.reading.plan import EntryLink, Kind, ReadPlan
from paktum.domains.programme.reading.portable import plan_form, plan_from
from tests.support.imports import SMALL
from tests.support.plan_vocabularies import TISZAKECSKE, VOCABULARIES
from tests.support.small_plans import SMALL_PLANS


@pytest.fixture(scope="module")
def plan() -> ReadPlan:
    return read_plan(SMALL.docx(), TISZAKECSKE)


@pytest.fixture
def rows(plan: ReadPlan) -> list[ImportRow]:
    return fresh_rows(plan.entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_comes_back_from_plain_values_as_it_was(language: Language) -> None:
    plan = read_plan(SMALL_PLANS[language].docx(), VOCABULARIES[language])
    assert plan_from(plan_form(plan)) == plan


def test_a_row_comes_back_from_plain_values_as_it_was(rows: list[ImportRow]) -> None:
    row = replace(rows[2], own={"period": Period.on(date(2027, 5, 1)), "prepares": (EntryLink(Kind.EVENT, 1),)})
    row = replace(row, answers={0: CONFIRMED}, left_out=True, version=3, outcome="new")
    assert row_from(row_form(row)) == row


def test_reading_apart_gives_the_same_plan(plan: ReadPlan, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(SMALL.docx())
    assert read_apart(path, TISZAKECSKE) == plan


@pytest.mark.parametrize("leash", [Leash(memory=40 * 1024 * 1024), Leash(seconds=0.01)])
def test_a_reader_without_memory_or_time_is_a_refusal(leash: Leash, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(SMALL.docx())
    with pytest.raises(Refused) as refused:
        read_apart(path, TISZAKECSKE, leash=leash)
    assert "more memory or time" in refused.value.message.key


def test_a_row_without_a_date_stays_out(rows: list[ImportRow]) -> None:
    decided = decide_rows(rows)
    assert [str(out) if out else None for out in decided.stays_out] == [None, None, "It has no date.", None, None, None]
    assert len(decided.planned()) == decided.taken == 5


def test_of_two_rows_with_one_number_the_second_stays_out(rows: list[ImportRow]) -> None:
    rows[5] = rows[5].answered(0, "file")
    assert str(decide_rows(rows).stays_out[5]) == "Another row has the same number."


def test_links_follow_a_row_whose_number_is_corrected(rows: list[ImportRow]) -> None:
    assert rows[0].read.prepares == (EntryLink(Kind.SESSION, 2),)
    rows[1] = rows[1].corrected({"sequence": 7}, left_out=False)
    assert decide_rows(rows).entries[0].prepares == (EntryLink(Kind.SESSION, 7),)


def test_links_to_rows_that_stay_out_go(rows: list[ImportRow]) -> None:
    rows[1] = rows[1].corrected({}, left_out=True)
    assert decide_rows(rows).planned()[0].prepares == ()


def test_a_correction_settles_the_doubts_of_its_field_and_keeps_only_what_differs(rows: list[ImportRow]) -> None:
    assert rows[2].open_doubts()
    corrected = rows[2].corrected({"period": Period.month(2027, 8), "title": rows[2].read.title}, left_out=False)
    assert set(corrected.own) == {"period"}
    assert [doubt for _, doubt in corrected.open_doubts() if doubt.field == "period"] == []


def test_an_answer_that_does_not_exist_is_refused(rows: list[ImportRow]) -> None:
    with pytest.raises(Invalid):
        rows[5].answered(0, "no such answer")
    with pytest.raises(Invalid):
        rows[5].answered(9, "file")


def test_what_nobody_settled_stays_marked_on_the_entry(rows: list[ImportRow]) -> None:
    entries = decide_rows(rows).planned()
    assert [str(note) for note in entries[4].notes if "2" in str(note)]
    rows[5] = rows[5].answered(0, "place")
    assert decide_rows(rows).planned()[4].notes == rows[5].read.notes


def test_what_people_said_of_a_row_holds_for_the_same_row_of_a_later_file(
    plan: ReadPlan, rows: list[ImportRow]
) -> None:
    rows[5] = rows[5].answered(0, "place").corrected({"place": "Szolnok"}, left_out=False)
    again = fresh_rows(plan.entries, rows)
    assert (again[5].answers, again[5].own, again[5].version) == ({0: "place"}, {"place": "Szolnok"}, 0)
    other = replace(plan.entries[5], source=())
    assert fresh_rows([other], rows)[0].own == {}
