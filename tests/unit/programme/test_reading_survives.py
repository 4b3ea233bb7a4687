"""Whatever comes in, the reading answers with a plan or a refusal, never with a fault, and loses no word of a table."""

from contextlib import suppress

from hypothesis import strategies as st

from paktum.core.errors import Refused
from paktum.core.languages import LANGUAGES
from paktum.domains.programme.reading.documents import Paragraph, PlanDocument, PlanTable, TableCell
from paktum.domains.programme.reading.json_form import json_list
from paktum.domains.programme.reading.parser import read_plan, understand
from paktum.domains.programme.reading.plan import ReadPlan
from paktum.domains.programme.reading.text_export import read_text
from paktum.domains.programme.reading.wording import words
from tests.support.plan_vocabularies import TISZAKECSKE, VOCABULARIES
from tests.support.properties import example, given, settings
from tests.support.small_plans import SMALL_PLANS

PIECES = st.sampled_from(
    [
        *(
            "",
            " ",
            "1",
            "7.",
            "IV.",
            "2019. március,\nTiszakécske",
            "25. 10. 2018",
            "Q3 2019",
            "31. února 2019",
            "2019",
        ),
        *(
            "Rendezvény címe",
            "Ülés",
            "Időpontja, helyszíne",
            "Célja",
            "Elvárt eredmények",
            "Meghívottak",
            "Típusa",
            "Ssz.",
        ),
        *("Název", "Termín", "Cíl", "1. Irányító Csoport ülés", "2 Irányító Csoport ülés", "Fórum 3", "Workshop 1"),
        *(
            "Workshop 1, Fórum 2 előkészítése.",
            "Előkészített 0. Fórum",
            "min. 40 fő",
            "min. 200",
            "max. 3 fő, 2 db cikk",
        ),
        *("• Sajtó\n• vendégek", "tájékoztató, mulatság", "Első közbenső jelentés értékelése; x. Y", "· \t;;..,,"),
    ]
)
CELLS = st.builds(TableCell, st.one_of(PIECES, st.text(max_size=20)), st.integers(1, 3), st.booleans())
TABLES = st.builds(lambda rows: PlanTable(tuple(map(tuple, rows))), st.lists(st.lists(CELLS, max_size=7), max_size=6))
HEADED = st.builds(
    lambda headings, rows: PlanTable(
        (tuple(TableCell(text) for text in headings), *(tuple(TableCell(text) for text in row) for row in rows))
    ),
    st.permutations(["", "Rendezvény címe", "Időpontja", "Célja", "Elvárt eredmények", "Meghívottak", "Típusa"]),
    st.lists(st.lists(st.one_of(PIECES, st.text(max_size=12)), min_size=7, max_size=7), max_size=6),
)
DOCUMENTS = st.builds(
    lambda blocks: PlanDocument(tuple(blocks)),
    st.lists(st.one_of(TABLES, HEADED, st.builds(Paragraph, PIECES, st.booleans(), st.booleans())), max_size=4),
)


def _understood(document: PlanDocument) -> ReadPlan | None:
    try:
        return understand(document, TISZAKECSKE)
    except Refused:
        return None


@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xff\xfe")
@example(b"\xfe\xff\xd8\x00")
def test_random_bytes_are_refused_or_read(content: bytes) -> None:
    with suppress(Refused):
        assert read_plan(content, TISZAKECSKE).entries is not None


@given(st.data())
@settings(max_examples=60)
def test_a_document_with_damaged_bytes_is_refused_or_read(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    content = bytearray(_DOCX[language])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        with suppress(Refused):
            assert read_plan(damaged, VOCABULARIES[language]).entries is not None


_DOCX = {language: SMALL_PLANS[language].docx() for language in LANGUAGES}


SUPERSCRIPT = PlanTable(
    (
        tuple(TableCell(text) for text in ("Rendezvény címe", "Időpontja", "Elvárt eredmények")),
        tuple(TableCell(text) for text in ("²", "²", "²")),
    )
)


@given(DOCUMENTS)
@example(PlanDocument((SUPERSCRIPT,)))
@settings(max_examples=150)
def test_random_tables_are_refused_or_read_and_keep_their_words(document: PlanDocument) -> None:
    plan = _understood(document)
    if plan is None:
        return
    json_list(plan)
    kept = [note.text for note in plan.notes]
    kept.extend(f"{cell.heading} {cell.text}" for entry in plan.entries for cell in entry.source)
    found = {word for text in kept for word in words(text)}
    written = {word for table in document.tables for row in table.grid() for text in row for word in words(text)}
    written |= {word for text in document.loose_text for word in words(text)}
    assert written <= found
    links = [entry.link for entry in plan.entries]
    assert len(set(links)) == len(links)
    assert all(link in links for entry in plan.entries for link in entry.prepares)


@given(st.lists(st.one_of(PIECES, st.sampled_from(["\t", "\n\t", "\n\n\t", "\n \t", "\n"])), max_size=60).map("".join))
@example("\tRendezvény címe\n\tCíl• Sajtó\n• vendégek\tIdőpontja, helyszíne")
@settings(max_examples=150)
def test_random_text_exports_keep_every_word(text: str) -> None:
    document = read_text(text)
    kept = [*document.loose_text, *(cell.text for table in document.tables for row in table.rows for cell in row)]
    assert set(words(text)) <= {word for found in kept for word in words(found)}
