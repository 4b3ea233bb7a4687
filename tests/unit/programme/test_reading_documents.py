"""Documents as people make them: columns anywhere, cells merged, wrapped, listed or glued, and no text lost."""

from collections.abc import Callable

import pytest
from docx.document import Document

from paktum.core.languages import LANGUAGES, Language
from paktum.domains.programme.reading.documents import PlanDocument, PlanTable, TableCell
from paktum.domains.programme.reading.headings import columns_of, is_heading_row, main_column
from paktum.domains.programme.reading.parser import read_document, read_plan
from paktum.domains.programme.reading.plan import Column, Kind, NoteKind, ReadEntry, ReadPlan
from paktum.domains.programme.reading.text_export import read_text
from paktum.domains.programme.reading.word import read_docx
from paktum.domains.programme.reading.wording import words
from tests.support.plan_documents import (
    SmallPlan,
    TablePlan,
    add_section_row,
    bulleted_by_list,
    delete_run,
    document_of,
    merge_down,
    numbered_by_list,
)
from tests.support.plan_vocabularies import TISZAKECSKE, VOCABULARIES
from tests.support.small_plans import SMALL_PLANS

HUNGARIAN = SMALL_PLANS["hu"]


def _read(change: Callable[[Document], None] | None = None) -> ReadPlan:
    return read_plan(HUNGARIAN.docx(change), TISZAKECSKE)


def _meaning(entry: ReadEntry) -> tuple[object, ...]:
    return (
        *(entry.kind, entry.sequence, entry.title, entry.body, entry.types, entry.period, entry.place),
        *(entry.purpose, entry.results, entry.audiences, entry.prepares, entry.evaluates),
    )


def _every_word(document: PlanDocument) -> set[str]:
    texts = [*document.loose_text]
    texts.extend(cell.text for table in document.tables for row in table.rows for cell in row)
    return {word for text in texts for word in words(text)}


def _kept_words(plan: ReadPlan) -> set[str]:
    texts = [note.text for note in plan.notes]
    texts.extend(f"{cell.heading} {cell.text}" for entry in plan.entries for cell in entry.source)
    return {word for text in texts for word in words(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_word_document_of_a_plan_read_the_same(language: Language) -> None:
    plan = SMALL_PLANS[language]
    from_text = read_plan(plan.text.encode(), VOCABULARIES[language])
    assert from_text.entries == read_plan(plan.docx(), VOCABULARIES[language]).entries
    assert len(from_text.entries) == len(plan.sessions.rows) + len(plan.events.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_of_columns_does_not_matter(language: Language) -> None:
    plan = SMALL_PLANS[language]
    turned = SmallPlan(
        language,
        plan.opening,
        plan.sessions.reordered((3, 1, 0, 5, 2, 4)),
        plan.events.reordered((7, 6, 5, 4, 3, 2, 1, 0)),
    )
    vocabulary = VOCABULARIES[language]
    expected = [_meaning(entry) for entry in read_plan(plan.docx(), vocabulary).entries]
    assert [_meaning(entry) for entry in read_plan(turned.docx(), vocabulary).entries] == expected


def test_a_heading_over_two_paragraphs_is_one_heading() -> None:
    sessions = HUNGARIAN.sessions
    split = TablePlan(sessions.caption, tuple(text.replace(" ", "\n") for text in sessions.headings), sessions.rows)
    plan = read_plan(document_of((), (split, HUNGARIAN.events)), TISZAKECSKE)
    assert [_meaning(entry) for entry in plan.entries] == [_meaning(entry) for entry in _read().entries]


def test_a_heading_over_two_rows_is_one_heading() -> None:
    headings = ("Ssz.", "Ülés", "Ülés", "Meghívottak")
    lower = ("", "Megnevezése", "Időpontja", "")
    row = ("1.", "1. Irányító Csoport ülés", "2023. május", "tagok")
    plan = read_plan(document_of((), (TablePlan("Ülésterv", headings, (lower, row)),)), TISZAKECSKE)
    assert [entry.title for entry in plan.entries] == ["1. Irányító Csoport ülés"]
    assert plan.entries[0].period is not None


def test_a_cell_merged_over_rows_counts_for_each_of_them() -> None:
    plan = _read(merge_down(1, 4, 1, 2))
    assert [entry.place for entry in plan.events] == ["Mintaváros", "Mintaváros"]


def test_a_row_merged_over_all_columns_is_a_note_and_no_entry() -> None:
    plan = _read(add_section_row(0, 2, "Második félév"))
    assert len(plan.sessions) == 3
    assert [note.text for note in plan.left_out] == ["Második félév"]


def test_rows_numbered_by_words_own_list_keep_their_numbers() -> None:
    plan = _read(numbered_by_list(0, 0))
    assert [entry.source[0].text for entry in plan.sessions] == ["1.", "2.", "3."]
    assert [doubt for entry in plan.sessions for doubt in entry.unsure] == []


def test_bullets_of_words_own_list_part_the_audiences() -> None:
    plan = _read(bulleted_by_list(1, 7))
    assert [audience.code for audience in plan.events[0].audiences] == ["enterprises", "press"]


def test_deleted_text_under_tracking_is_not_read() -> None:
    plan = _read(delete_run(1, 1, 1, " gyorsan törölt"))
    assert plan.events[0].title == "Állásbörze"


def test_headers_and_footers_are_noted_as_margins() -> None:
    def change(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Mintavárosi Paktum"

    margins = [note.text for note in _read(change).notes if note.kind is NoteKind.MARGIN]
    assert margins == ["Mintavárosi Paktum"]


def test_a_table_inside_a_frame_of_one_cell_is_found() -> None:
    def change(document: Document) -> None:
        frame = document.add_table(rows=1, cols=1)
        inner = frame.rows[0].cells[0].add_table(rows=2, cols=3)
        texts = (("Rendezvény címe", "Időpont", "Célja"), ("Nyílt nap", "2024. május", "Bemutatás"))
        for row, cells in zip(inner.rows, texts, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    assert _read(change).events[-1].title == "Nyílt nap"


def test_the_second_half_of_a_table_parted_at_a_pages_end_goes_on() -> None:
    def change(document: Document) -> None:
        whole = document.tables[1]
        half = document.add_table(rows=1, cols=len(whole.columns))
        for cell, text in zip(half.rows[0].cells, ("3", "Nyílt nap", "tájékoztató", "2024. május"), strict=False):
            cell.text = text
        whole._tbl.addnext(half._tbl)

    plan = _read(change)
    assert [entry.title for entry in plan.events] == ["Állásbörze", "Évzáró", "Nyílt nap"]
    assert plan.events[-1].sequence == 3


def test_a_heading_repeated_on_the_next_page_is_no_entry() -> None:
    events = HUNGARIAN.events
    repeated = TablePlan(events.caption, events.headings, (events.rows[0], events.headings, events.rows[1]))
    assert len(read_plan(document_of((), (repeated,)), TISZAKECSKE).entries) == 2


def test_a_row_that_only_goes_on_with_the_text_above_is_joined_to_it() -> None:
    events = HUNGARIAN.events
    more = ("", "", "", "", "", "Vállalkozások bemutatkozása.", "", "• Területi önkormányzatok")
    wrapped = TablePlan(events.caption, events.headings, (events.rows[0], more, events.rows[1]))
    plan = read_plan(document_of((), (wrapped,)), TISZAKECSKE)
    assert len(plan.entries) == 2
    assert plan.entries[0].purpose == "Állások bemutatása.\nVállalkozások bemutatkozása."
    assert [audience.code for audience in plan.entries[0].audiences] == ["enterprises", "press", "municipalities"]


def test_a_table_that_is_no_plan_stays_a_note() -> None:
    budget = TablePlan("Költségterv", ("Tétel", "Összeg"), (("bérek", "1 000"),))
    plan = read_plan(document_of(("Bevezető",), (budget, HUNGARIAN.sessions)), TISZAKECSKE)
    notes = [note.text for note in plan.notes]
    assert notes[:4] == ["Bevezető", "Költségterv", "Tétel\tÖsszeg", "bérek\t1 000"]
    assert len(plan.entries) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_document_is_lost(language: Language) -> None:
    content = SMALL_PLANS[language].docx(add_section_row(1, 1, "Jaro Tavasz Wiosna Spring"))
    plan = read_plan(content, VOCABULARIES[language])
    assert _every_word(read_document(content)) <= _kept_words(plan)


def test_rows_glued_by_blanks_and_a_tab_are_parted_and_have_no_number() -> None:
    text = (
        "Rendezvénynaptár\n\t\u00a0\n\tRendezvény címe\n\tIdőpontja\n\tCélja\n\tMeghívottak\n\n"
        "\t1\n\tNyílt nap\n\t2024. május\n\tBemutatás.\n\nTovábbi cél.\n\t• Sajtó\n• vendégek\n"
        " \tZáró nap\n\t2024. június\n\tZárás.\n\t• Sajtó\n\u00a0\tUtónap\n\t2024. július\n\tUtó.\n\t• Sajtó\n\n\nVége\n"
    )
    table = read_text(text).tables[0]
    assert [[cell.text for cell in row] for row in table.rows[1:]] == [
        ["1", "Nyílt nap", "2024. május", "Bemutatás.\n\nTovábbi cél.", "• Sajtó\n• vendégek"],
        ["", "Záró nap", "2024. június", "Zárás.", "• Sajtó"],
        ["", "Utónap", "2024. július", "Utó.", "• Sajtó"],
    ]
    assert read_text(text).loose_text == ("Rendezvénynaptár", "Vége")


def test_a_row_per_line_with_tabs_between_cells_is_a_table_too() -> None:
    text = "Plan\nNo.\tEvent\tWhen\tAim\n1\tJob Fair\tMarch 2024\tOffers\n2\tSkills Day\tMay 2024\tTrades\n\nEnd\n"
    plan = read_plan(text.encode(), VOCABULARIES["en"])
    assert [entry.title for entry in plan.entries] == ["Job Fair", "Skills Day"]
    assert [note.text for note in plan.notes] == ["Plan", "End"]


def test_tabs_before_the_heading_are_loose_text() -> None:
    text = "\t· first task\n\t· second task\n" + SMALL_PLANS["cs"].text
    plan = read_plan(text.encode(), VOCABULARIES["cs"])
    assert [note.text for note in plan.notes[:2]] == ["· first task", "· second task"]
    assert len(plan.entries) == 5


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        *(
            ("Rendezvény címe", Column.TITLE),
            ("Időpontja, helyszíne", Column.WHEN),
            ("Elvárt eredmények", Column.RESULTS),
        ),
        *(
            ("Típusa (tájékoztató, értékelő stb.)", Column.TYPES),
            ("MEGHIVOTTAK", Column.AUDIENCES),
            ("Sorszám", Column.NUMBER),
        ),
        *(("Název akce", Column.TITLE), ("Termín a místo", Column.WHEN), ("Cílová skupina", Column.AUDIENCES)),
        *(("Cíl", Column.PURPOSE), ("Očekávané výsledky", Column.RESULTS), ("Místo konání", Column.PLACE)),
        *(("Názov podujatia", Column.TITLE), ("Cieľ", Column.PURPOSE), ("Cieľové skupiny", Column.AUDIENCES)),
        *(("Nazwa wydarzenia", Column.TITLE), ("Data i miejsce", Column.WHEN), ("Grupa docelowa", Column.AUDIENCES)),
        *(("Cel spotkania", Column.PURPOSE), ("Rodzaj wydarzenia", Column.TYPES), ("Lp.", Column.NUMBER)),
        *(("Expected results", Column.RESULTS), ("Venue", Column.PLACE), ("Ocakavane vysledky:", Column.RESULTS)),
        *(("Költség", Column.OTHER), ("Poznámka", Column.OTHER), ("", Column.OTHER)),
    ],
)
def test_headings_are_known_in_all_languages(heading: str, column: Column) -> None:
    assert main_column(heading) is column


def test_a_heading_of_date_and_place_names_both() -> None:
    assert columns_of("Időpontja, helyszíne") >= {Column.WHEN, Column.PLACE}


def test_a_row_of_content_is_no_heading() -> None:
    assert not is_heading_row(("1", "Job Fair", "March 2024", "Offers", "employers"))
    assert not is_heading_row(("Title", "Results"))


def test_spanning_and_continuing_cells_fill_the_grid() -> None:
    table = PlanTable(
        (
            (TableCell("a", span=2), TableCell("b")),
            (TableCell("", continues=True), TableCell("c"), TableCell("d")),
            (TableCell("e"),),
        )
    )
    assert table.grid() == (("a", "", "b"), ("a", "c", "d"), ("e", "", ""))


def test_the_kind_of_an_undeclared_table_is_told_by_its_rows() -> None:
    rows = (("1. Irányító Csoport", "2024. május", "Döntés"), ("Nyílt nap", "2024. június", "Bemutatás"))
    plan = read_plan(document_of((), (TablePlan("Terv", ("Megnevezés", "Időpont", "Cél"), rows),)), TISZAKECSKE)
    assert [entry.kind for entry in plan.entries] == [Kind.SESSION, Kind.EVENT]


def test_a_part_outside_the_word_folder_is_not_read_as_margin() -> None:
    from paktum.domains.programme.reading.inspection import Limits

    assert all(not getattr(block, "margin", False) for block in read_docx(HUNGARIAN.docx(), Limits()).blocks)
