"""The real work plan, read from its text and as a Word document: nineteen sessions, ten events, every doubt, no word lost."""

from collections import Counter
from time import process_time

import pytest

from paktum.domains.programme.reading.parser import read_plan
from paktum.domains.programme.reading.plan import Kind, ReadEntry, ReadPlan
from paktum.domains.programme.reading.wording import words
from tests.support.plan_documents import real_plan, work_plan_docx
from tests.support.plan_vocabularies import TISZAKECSKE


@pytest.fixture(scope="module")
def plan() -> ReadPlan:
    return read_plan(real_plan(), TISZAKECSKE)


def _short(kind: Kind, sequence: int) -> str:
    return f"{'S' if kind is Kind.SESSION else 'E'}{sequence}"


def _by_name(plan: ReadPlan) -> dict[str, ReadEntry]:
    return {_short(entry.kind, entry.sequence): entry for entry in plan.entries}


SESSIONS = [
    ("Foglalkoztatási fórum alakuló ülés", "forum", "2018-10-25", "2018-10-26", "Tiszakécske"),
    ("1. Irányító Csoport ülés", "steering_group", "2018-10-29", "2018-10-30", "Kecskemét"),
    ("2. Irányító Csoport ülés", "steering_group", "2019-03-01", "2019-04-01", "Kecskemét"),
    ("1. Foglalkoztatási fórum", "forum", "2019-03-01", "2019-04-01", "Tiszakécske"),
    ("3. Irányító Csoport ülés", "steering_group", "2019-04-01", "2019-05-01", "Tiszakécske"),
    ("4. Irányító Csoport ülés", "steering_group", "2019-07-01", "2019-08-01", "Tiszakécske"),
    ("2. Foglalkoztatási fórum", "forum", "2019-09-01", "2019-10-01", "Tiszakécske"),
    ("5. Irányító Csoport ülés", "steering_group", "2019-10-01", "2019-11-01", "Tiszakécske"),
    ("6. Irányító Csoport ülés", "steering_group", "2020-01-01", "2020-02-01", "Tiszakécske"),
    ("3. Foglalkoztatási fórum", "forum", "2020-03-01", "2020-04-01", "Tiszakécske"),
    ("7. Irányító Csoport ülés", "steering_group", "2020-04-01", "2020-05-01", "Tiszakécske"),
    ("8. Irányító Csoport ülés", "steering_group", "2020-07-01", "2020-08-01", "Tiszakécske"),
    ("4. Foglalkoztatási fórum", "forum", "2020-09-01", "2020-10-01", "Tiszakécske"),
    ("9. Irányító Csoport ülés", "steering_group", "2020-10-01", "2020-11-01", "Tiszakécske"),
    ("10. Irányító Csoport ülés", "steering_group", "2021-01-01", "2021-02-01", "Tiszakécske"),
    ("5. Foglalkoztatási fórum", "forum", "2021-03-01", "2021-04-01", "Tiszakécske"),
    ("11. Irányító Csoport ülés", "steering_group", "2021-04-01", "2021-05-01", "Tiszakécske"),
    ("12. Irányító Csoport ülés", "steering_group", "2021-06-01", "2021-07-01", "Tiszakécske"),
    ("6. Foglalkoztatási fórum", "forum", "2021-06-01", "2021-07-01", "Tiszakécske"),
]
INFORMING, BUILDING = "informing", "partnership_building"
PARTNERS = "partners"
EVENTS = [
    ("Munkavállalói tájékoztató rendezvény 1", (INFORMING,), "2019-03-01", {"participants": 40}, 3),
    ("Workshop-sorozat 1", (INFORMING, BUILDING), "2019-04-01", {"participants": 30}, 2),
    ("Vállalkozói megbeszélések helyi termék 1", (INFORMING, "consultative"), "2019-07-01", {"participants": 15}, 3),
    ("Workshop-sorozat 2", (INFORMING, BUILDING), "2019-09-01", {"participants": 30}, 2),
    ("Pályaválasztási napok", (INFORMING, "career_orientation"), "2019-10-01", {"participants": 200}, 3),
    ("Workshop-sorozat 3", (INFORMING, BUILDING), "2020-03-01", {"participants": 30}, 2),
    ("Munkavállalói tájékoztató rendezvény 2", (INFORMING,), "2020-07-01", {"participants": 40}, 3),
    ("Workshop-sorozat 4", (INFORMING, BUILDING), "2020-09-01", {"participants": 30}, 2),
    ("Vállalkozói megbeszélések helyi termék 2", (INFORMING, "consultative"), "2020-10-01", {"participants": 15}, 3),
    (
        "Sajtónyilvános ünnepélyes projekt zárórendezvény",
        (INFORMING, "evaluating"),
        "2021-06-01",
        {"participants": 20, "press_items": 2},
        4,
    ),
]
PREPARES = {
    "S3": ["S4", "E1", "E2"],
    "S5": ["E3"],
    "S6": ["S7", "E3", "E4", "E5"],
    "S8": ["E5"],
    "S9": ["S10", "E6"],
    "S11": ["E7"],
    "S12": ["S13", "E8", "E9"],
    "S14": ["E9"],
    "S15": ["S16"],
    "S18": ["S19", "E10"],
}
DOUBTS = {
    "S2": ["missing_dot"],
    "S8": ["same_period"],
    "S14": ["repeated_sentence", "repeated_sentence", "unusual_sentence", "same_period"],
    "S15": ["repeated_sentence", "wrong_mention"],
    "S18": ["same_period"],
    "E5": ["missing_unit"],
    "E8": ["row_number", "open_dot"],
}


def test_the_sessions_have_their_titles_bodies_periods_and_places(plan: ReadPlan) -> None:
    read = [
        (entry.title, entry.body, entry.period.start.isoformat(), entry.period.end.isoformat(), entry.place)
        for entry in plan.sessions
        if entry.period
    ]
    assert read == SESSIONS
    assert [entry.sequence for entry in plan.sessions] == list(range(1, 20))


def test_the_events_have_their_types_months_results_and_audiences(plan: ReadPlan) -> None:
    read = [
        (
            entry.title,
            entry.types,
            entry.period.start.isoformat() if entry.period else None,
            {result.measure: result.at_least for result in entry.results},
            len(entry.audiences),
        )
        for entry in plan.events
    ]
    assert read == EVENTS
    assert [entry.sequence for entry in plan.events] == list(range(1, 11))
    assert {entry.place for entry in plan.events} == {"Tiszakécske"}


def test_days_and_months_are_told_apart(plan: ReadPlan) -> None:
    precisions = Counter(entry.period.precision.value for entry in plan.entries if entry.period)
    assert precisions == {"day": 2, "month": 27}


def test_the_forums_invited_count_as_participants(plan: ReadPlan) -> None:
    forums = [entry for entry in plan.sessions if entry.body == "forum"][1:]
    assert [[(result.measure, result.at_least) for result in entry.results] for entry in forums] == [
        [("participants", 30)]
    ] * 6


def test_an_audience_the_pact_does_not_know_is_kept_in_its_own_words(plan: ReadPlan) -> None:
    audiences = [(audience.text, audience.code) for audience in _by_name(plan)["E5"].audiences]
    assert audiences == [
        ("Területi vállalkozások", "enterprises"),
        ("Területi gazdasági és foglalkoztatási partnerség szereplői", "partners"),
        ("pályaválasztás előtt álló és végzős fiatalok", None),
    ]


def test_sessions_are_linked_to_what_they_prepare(plan: ReadPlan) -> None:
    links = {
        name: [_short(link.kind, link.sequence) for link in entry.prepares]
        for name, entry in _by_name(plan).items()
        if entry.prepares
    }
    assert links == PREPARES


def test_sessions_are_linked_to_the_interim_reports_they_evaluate(plan: ReadPlan) -> None:
    evaluated = {name: entry.evaluates for name, entry in _by_name(plan).items() if entry.evaluates}
    assert evaluated == {"S3": (1,), "S6": (2,), "S9": (3,), "S12": (4,), "S15": (5,)}


def test_every_true_doubt_comes_out_and_no_other(plan: ReadPlan) -> None:
    doubts = {name: [doubt.rule for doubt in entry.unsure] for name, entry in _by_name(plan).items() if entry.unsure}
    assert doubts == DOUBTS


def test_the_doubts_say_what_was_seen_and_what_was_taken(plan: ReadPlan) -> None:
    entries = _by_name(plan)

    def said(name: str, rule: str) -> str:
        return next(str(doubt.message) for doubt in entries[name].unsure if doubt.rule == rule)

    assert "1 Irányító Csoport ülés" in said("S2", "missing_dot")
    assert "Pályaválasztási napok" in said("S8", "same_period")
    assert "Munkaerőpiaci szolgáltatások értékelése" in said("S14", "repeated_sentence")
    assert "fél éves" in said("S14", "unusual_sentence")
    assert "Foglalkoztatási fórum 3" in said("S15", "wrong_mention")
    assert "5. Foglalkoztatási fórum (2021. március)" in said("S15", "wrong_mention")
    assert "min. 200 részvevő" in said("E5", "missing_unit")
    assert "“fő”" in said("E5", "missing_unit")
    assert "7, but it is row 8" in said("E8", "row_number")


def test_every_doubt_has_answers_and_one_of_them_was_taken(plan: ReadPlan) -> None:
    for entry in plan.entries:
        for doubt in entry.unsure:
            assert doubt.chosen in [choice.key for choice in doubt.choices]
            assert len(doubt.choices) >= 2


def test_another_title_for_the_closing_event_is_noted_with_its_likeness(plan: ReadPlan) -> None:
    notes = [str(note) for note in _by_name(plan)["S18"].notes]
    assert any("projektátadó" in note and "zárórendezvény" in note and "% alike" in note for note in notes)


def _table_words(text: str) -> Counter[str]:
    start = text.index("Éves ülésterv\n\t")
    end = text.index("\n\n\n[image")
    return Counter(word for line in text[start:end].split("\n") for word in words(line))


def test_every_word_of_the_two_tables_stands_in_some_entrys_source(plan: ReadPlan) -> None:
    wanted = _table_words(real_plan().read_text(encoding="utf-8"))
    # The two captions stand among the notes; headings are kept with the cells under them.
    wanted -= Counter(["eves", "ulesterv", "rendezvenynaptar"])
    for table in (plan.sessions, plan.events):
        wanted -= Counter(word for cell in table[0].source for word in words(cell.heading))
    kept = Counter(word for entry in plan.entries for cell in entry.source for word in words(cell.text))
    # Six cells of the source have no number; nothing else may differ, and nothing may be there twice.
    assert wanted == kept


def test_everything_outside_the_tables_is_among_the_notes(plan: ReadPlan) -> None:
    text = real_plan().read_text(encoding="utf-8")
    before = text[: text.index("Éves ülésterv\n\t")]
    notes = [note.text for note in plan.notes]
    assert [line.strip() for line in before.split("\n") if line.strip()] == notes[: notes.index("Éves ülésterv")]
    assert notes[-5:] == ["Éves ülésterv", "Rendezvénynaptár", "[image: image2.png]", "PAGE", "12"]
    assert plan.left_out == ()


def test_the_same_plan_as_a_word_document_reads_the_same(plan: ReadPlan) -> None:
    content = work_plan_docx(real_plan().read_text(encoding="utf-8"))
    assert read_plan(content, TISZAKECSKE).entries == plan.entries


def test_reading_twice_gives_the_same(plan: ReadPlan) -> None:
    assert read_plan(real_plan(), TISZAKECSKE) == plan


def test_the_real_plan_is_read_in_less_than_150_milliseconds(plan: ReadPlan) -> None:
    path = real_plan()
    spent = []
    for _ in range(3):
        before = process_time()
        read_plan(path, TISZAKECSKE)
        spent.append(process_time() - before)
    assert min(spent) < 0.150
