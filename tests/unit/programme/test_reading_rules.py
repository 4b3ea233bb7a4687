"""Every rule that raises a doubt, each on made-up rows in other languages than the plan it was first seen in."""

from collections.abc import Sequence

import pytest

from paktum.core.languages import Language
from paktum.domains.programme.reading.documents import Paragraph, PlanDocument, PlanTable, TableCell
from paktum.domains.programme.reading.parser import understand
from paktum.domains.programme.reading.plan import Doubt, EntryLink, Kind, ReadEntry, ReadPlan
from paktum.domains.programme.reading.references import interim_reports
from tests.support.plan_vocabularies import VOCABULARIES

HEADINGS: dict[Language, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cs": (
        ("Č.", "Název jednání", "Termín", "Cíl", "Výsledky", "Pozvaní"),
        ("Č.", "Název akce", "Druh", "Termín", "Cíl", "Výsledky", "Cílová skupina"),
    ),
    "sk": (
        ("Č.", "Názov zasadnutia", "Termín", "Cieľ", "Výsledky", "Prizvaní"),
        ("Č.", "Názov podujatia", "Druh", "Termín", "Cieľ", "Výsledky", "Cieľová skupina"),
    ),
    "pl": (
        ("Lp.", "Nazwa posiedzenia", "Termin", "Cel", "Rezultaty", "Zaproszeni"),
        ("Lp.", "Nazwa wydarzenia", "Rodzaj", "Termin", "Cel", "Rezultaty", "Odbiorcy"),
    ),
    "en": (
        ("No.", "Session", "Date", "Aim", "Results", "Invited"),
        ("No.", "Event", "Type", "Date", "Aim", "Results", "Audience"),
    ),
    "hu": (
        ("Ssz.", "Ülés", "Időpont", "Célja", "Eredmények", "Meghívottak"),
        ("Ssz.", "Rendezvény", "Típusa", "Időpont", "Célja", "Eredmények", "Meghívottak"),
    ),
}
CAPTIONS: dict[Language, tuple[str, str]] = {
    "cs": ("Plán jednání", "Kalendář akcí"),
    "sk": ("Plán zasadnutí", "Kalendár podujatí"),
    "pl": ("Harmonogram posiedzeń", "Kalendarz wydarzeń"),
    "en": ("Session plan", "Event calendar"),
    "hu": ("Ülésterv", "Rendezvénynaptár"),
}


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> PlanTable:
    full = [(*row, *[""] * (len(headings) - len(row))) for row in rows]
    return PlanTable(tuple(tuple(TableCell(text) for text in row) for row in (headings, *full)))


def _plan(
    language: Language, sessions: Sequence[tuple[str, ...]] = (), events: Sequence[tuple[str, ...]] = (), year: str = ""
) -> ReadPlan:
    (session_headings, event_headings), captions = HEADINGS[language], CAPTIONS[language]
    blocks: list[Paragraph | PlanTable] = []
    if sessions:
        blocks += [Paragraph(f"{captions[0]} {year}", heading=True), _table(session_headings, sessions)]
    if events:
        blocks += [Paragraph(f"{captions[1]} {year}", heading=True), _table(event_headings, events)]
    return understand(PlanDocument(tuple(blocks)), VOCABULARIES[language])


def _doubt(entry: ReadEntry, rule: str) -> Doubt:
    found = [doubt for doubt in entry.unsure if doubt.rule == rule]
    assert len(found) == 1, [doubt.rule for doubt in entry.unsure]
    return found[0]


def _rules(plan: ReadPlan) -> list[list[str]]:
    return [[doubt.rule for doubt in entry.unsure] for entry in plan.entries]


def _event(sequence: int) -> EntryLink:
    return EntryLink(Kind.EVENT, sequence)


def _session(sequence: int) -> EntryLink:
    return EntryLink(Kind.SESSION, sequence)


def test_a_number_without_the_dot_that_the_others_have_is_a_doubt_and_read_with_it() -> None:
    plan = _plan(
        "cs",
        [
            ("1", "1. jednání Řídícího výboru", "leden 2024"),
            ("2", "2 jednání Řídícího výboru", "březen 2024"),
            ("3", "3. jednání Řídícího výboru", "květen 2024"),
            ("4", "4. jednání Řídícího výboru", "září 2024"),
        ],
    )
    assert _rules(plan) == [[], ["missing_dot"], [], []]
    assert plan.entries[1].title == "2. jednání Řídícího výboru"
    assert _doubt(plan.entries[1], "missing_dot").chosen == "numbered"


def test_numbers_that_never_have_a_dot_are_no_doubt() -> None:
    rows = [(str(number), f"{number} posiedzenie Rady Partnerów", f"{number}.03.2024") for number in (1, 2, 3, 4)]
    assert _rules(_plan("pl", rows)) == [[], [], [], []]


def test_a_full_stop_after_a_month_among_commas_is_a_doubt() -> None:
    months = ("2024. január,", "2024. február,", "2024. április.", "2024. május,")
    rows = [(str(n), f"{n}. Irányító Csoport ülés", month) for n, month in enumerate(months, start=1)]
    plan = _plan("hu", rows)
    assert _rules(plan) == [[], [], ["open_dot"], []]
    assert _doubt(plan.entries[2], "open_dot").chosen == "month"


def test_full_stops_after_every_month_are_a_habit_and_no_doubt() -> None:
    rows = [(str(n), f"{n}. Irányító Csoport ülés", f"2024. {m}.") for n, m in ((1, "január"), (2, "április"))]
    assert _rules(_plan("hu", rows)) == [[], []]


def test_a_row_number_that_falls_back_is_a_doubt_and_the_place_is_taken() -> None:
    rows = [
        (number, f"{letter} day", "information", "March 2024") for number, letter in zip("1223", "ABCD", strict=True)
    ]
    plan = _plan("en", events=rows)
    assert [entry.sequence for entry in plan.entries] == [1, 2, 3, 4]
    assert _rules(plan) == [[], [], ["row_number"], ["row_number"]]
    assert _doubt(plan.entries[2], "row_number").chosen == "place"


def test_a_row_number_that_jumps_ahead_is_kept_and_noted() -> None:
    plan = _plan(
        "en", events=[("1", "A day", "", "March 2024"), ("5", "B day", "", "May 2024"), ("", "C day", "", "May 2024")]
    )
    assert [entry.sequence for entry in plan.entries] == [1, 5, 6]
    assert _rules(plan) == [[], [], []]
    assert "from 1 to 5" in str(plan.entries[1].notes[0])


def test_a_second_table_that_begins_again_at_one_is_counted_on() -> None:
    first = _table(HEADINGS["sk"][1], [("1", "Burza", "", "máj 2024"), ("2", "Deň", "", "jún 2024")])
    second = _table(HEADINGS["sk"][1], [("1", "Fórum", "", "máj 2025"), ("2", "Veľtrh", "", "jún 2025")])
    blocks = (Paragraph("Kalendár podujatí 2024"), first, Paragraph("Kalendár podujatí 2025"), second)
    plan = understand(PlanDocument(blocks), VOCABULARIES["sk"])
    assert [entry.sequence for entry in plan.entries] == [1, 2, 3, 4]
    assert _rules(plan) == [[], [], [], []]


def test_a_count_without_the_unit_that_the_others_have_is_a_doubt() -> None:
    results = ("min. 40 osób uczestników", "min. 25 osób", "min. 200 uczestników", "min. 30 osób")
    rows = [(str(n), f"Warsztat {n}", "", "maj 2024", "", text) for n, text in enumerate(results, start=1)]
    plan = _plan("pl", events=rows)
    assert _rules(plan) == [[], [], ["missing_unit"], []]
    doubt = _doubt(plan.entries[2], "missing_unit")
    assert "“osób”" in str(doubt.message)
    assert [choice.key for choice in doubt.choices] == ["participants", "words"]
    assert plan.entries[2].results[0].at_least == 200


def test_counts_without_any_unit_are_a_habit_and_no_doubt() -> None:
    rows = [(str(n), f"Dílna {n}", "", "květen 2024", "", f"min. {n}0 účastníků") for n in (1, 2, 3, 4)]
    assert _rules(_plan("cs", events=rows)) == [[], [], [], []]


def test_a_bare_number_is_taken_for_participants_with_a_doubt() -> None:
    plan = _plan("sk", events=[("1", "Burza", "", "máj 2024", "", "min. 50")])
    assert _rules(plan) == [["bare_number"]]
    assert plan.entries[0].results[0].at_least == 50


def test_two_numbers_of_the_same_thing_are_a_doubt_and_the_larger_is_taken() -> None:
    plan = _plan("cs", events=[("1", "Veletrh", "", "květen 2024", "", "min. 20 účastníků, 15 osob")])
    assert _rules(plan) == [["two_numbers"]]
    assert [choice.key for choice in plan.entries[0].unsure[0].choices] == ["15", "20", "35"]
    assert plan.entries[0].results[0].at_least == 20


def test_what_is_no_measure_here_is_noted() -> None:
    plan = _plan("cs", events=[("1", "Veletrh", "", "květen 2024", "", "3 ks dohod; nejvýše 30 osob")])
    assert plan.entries[0].results == ()
    assert [str(note) for note in plan.entries[0].notes] == [
        "“3 ks dohod” counts something that is not measured here.",
        "“nejvýše 30 osob” is an upper limit and was not taken as a result.",
    ]


@pytest.mark.parametrize(("column", "field"), [(3, "purpose"), (4, "results_text")])
def test_a_sentence_that_stands_twice_in_a_cell_is_a_doubt(column: int, field: str) -> None:
    row = ["1", "1. zasadnutie Riadiaceho výboru", "máj 2024", "", ""]
    row[column] = "Prerokovanie rozpočtu; správa o činnosti.\nPrerokovanie Rozpočtu."
    plan = _plan("sk", [tuple(row)])
    doubt = _doubt(plan.entries[0], "repeated_sentence")
    assert (doubt.field, doubt.chosen) == (field, "keep")


def test_a_sentence_one_word_off_from_what_others_say_is_a_doubt() -> None:
    usual = "Half-yearly review of the plan and the budget."
    purposes = (usual, usual, "Yearly review of the plan and the budget.", usual)
    rows = [
        (str(n), f"{n}. Steering Group session", f"{n} March 2024", text) for n, text in enumerate(purposes, start=1)
    ]
    plan = _plan("en", rows)
    # "Half" and "yearly" are two words: one of them was left out.
    assert _rules(plan) == [[], [], ["unusual_sentence"], []]
    assert usual in str(_doubt(plan.entries[2], "unusual_sentence").message)


def test_sentences_that_differ_in_a_number_or_an_ending_are_no_doubt() -> None:
    purposes = (
        "Ocena pierwszego sprawozdania z realizacji planu",
        "Ocena drugiego sprawozdania z realizacji planu",
        *["Ocena sprawozdania z realizacji planu"] * 3,
        "Ocena sprawozdań z realizacji planu",
    )
    rows = [
        (str(n), f"{n}. posiedzenie Rady Partnerów", f"{n}.03.2024", text) for n, text in enumerate(purposes, start=1)
    ]
    assert _rules(_plan("pl", rows)) == [[]] * 6


def test_a_session_in_the_period_of_all_it_prepares_is_a_doubt() -> None:
    plan = _plan(
        "pl",
        [("1", "1. posiedzenie Rady Partnerów", "maj 2024", "Przygotowanie Targów Pracy")],
        [("1", "Targi Pracy", "", "maj 2024")],
    )
    assert plan.entries[0].prepares == (_event(1),)
    assert _doubt(plan.entries[0], "same_period").chosen == "first"


def test_a_session_that_also_prepares_something_later_is_noted_only() -> None:
    plan = _plan(
        "pl",
        [("1", "1. posiedzenie Rady Partnerów", "maj 2024", "Przygotowanie Targów Pracy, Konferencji Końcowej")],
        [("1", "Targi Pracy", "", "maj 2024"), ("2", "Konferencja Końcowa", "", "czerwiec 2024")],
    )
    assert plan.entries[0].prepares == (_event(1), _event(2))
    assert plan.entries[0].unsure == ()
    assert "maj 2024" in str(plan.entries[0].notes[-1])


def test_a_mention_of_one_long_past_is_a_doubt_and_the_next_is_taken() -> None:
    plan = _plan(
        "cs",
        [
            ("1", "1. jednání Výkonné rady", "leden 2024"),
            ("2", "1. jednání Řídícího výboru", "březen 2024", "Příprava jednání Výkonné rady 1"),
            ("3", "2. jednání Výkonné rady", "květen 2024"),
            ("4", "3. jednání Výkonné rady", "září 2024"),
        ],
    )
    doubt = _doubt(plan.entries[1], "wrong_mention")
    assert plan.entries[1].prepares == (_session(3),)
    assert doubt.chosen == "session-3"
    assert [choice.key for choice in doubt.choices] == ["session-3", "session-1", "session-4", "none"]
    assert "leden 2024" in str(doubt.message)


def test_a_mention_without_number_takes_the_next_of_the_series_with_a_doubt() -> None:
    plan = _plan(
        "sk",
        [("1", "1. zasadnutie Riadiaceho výboru", "marec 2024", "Príprava workshopu")],
        [
            ("1", "Workshop 1", "", "január 2024"),
            ("2", "Workshop 2", "", "máj 2024"),
            ("3", "Workshop 3", "", "jún 2024"),
        ],
    )
    assert plan.entries[0].prepares == (_event(2),)
    assert "does not say which" in str(_doubt(plan.entries[0], "wrong_mention").message)


def test_a_mention_of_a_number_the_series_has_not_takes_the_next_with_a_doubt() -> None:
    plan = _plan(
        "en",
        [("1", "1st Steering Group session", "March 2024", "Preparing Workshop 7")],
        [("1", "Workshop 1", "", "May 2024"), ("2", "Workshop 2", "", "June 2024")],
    )
    assert plan.entries[0].prepares == (_event(1),)
    assert "has no “Workshop 7”" in str(_doubt(plan.entries[0], "wrong_mention").message)


def test_a_mention_of_something_over_with_nothing_after_it_is_a_doubt() -> None:
    plan = _plan(
        "en",
        [("1", "1st Steering Group session", "March 2024", "Preparing the Job Fair")],
        [("1", "Job Fair", "", "January 2024")],
    )
    assert "after it was held" in str(_doubt(plan.entries[0], "wrong_mention").message)


def test_a_name_only_somewhat_alike_is_linked_with_a_doubt() -> None:
    plan = _plan(
        "en",
        [("1", "1st Steering Group session", "March 2024", "Preparing the employers and schools breakfast")],
        [("1", "Employers' and schools' breakfast meeting", "", "May 2024")],
    )
    assert _doubt(plan.entries[0], "like_name").chosen == "linked"
    assert plan.entries[0].prepares == (_event(1),)


@pytest.mark.parametrize(
    ("language", "purpose", "links"),
    [
        ("cs", "Příprava 1. a 2. workshopu", [1, 2]),
        ("cs", "Vyhodnocení 1. workshopu a příprava 2. workshopu", [2]),
        ("cs", "Příprava zprávy pro kraj", []),
        ("en", "Preparation of Workshop 2, evaluation of Workshop 1", [2]),
        ("en", "Discussing Workshop 1", []),
        ("hu", "Workshop 1, Workshop 2 előkészítése, Workshop 3 értékelése", [1, 2]),
        ("hu", "Értékelt Workshop 1; előkészített Workshop 2, Workshop 3", [2, 3]),
        ("pl", "Przygotowanie 1. workshopu oraz workshopu 3", [1, 3]),
    ],
)
def test_only_what_is_prepared_is_linked(language: Language, purpose: str, links: list[int]) -> None:
    events = [(str(n), f"Workshop {n}", "", f"2025-0{n}-10") for n in (1, 2, 3)]
    plan = _plan(language, [("1", "X", "2024-01-10", purpose)], events)
    assert [link.sequence for link in plan.entries[0].prepares] == links


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("Első közbenső indikátor jelentés értékelése.", (1,)),
        ("Vyhodnocení druhé průběžné zprávy", (2,)),
        ("Vyhodnotenie tretej priebežnej správy", (3,)),
        ("Ocena czwartego okresowego sprawozdania", (4,)),
        ("Evaluation of the fifth interim report and of interim report 6", (5, 6)),
        ("Evaluation of interim report 2", (2,)),
        ("A közbenső jelentés elkészítése", ()),
        ("Writing the first interim report", ()),
    ],
)
def test_interim_reports_are_known_by_their_ordinal(text: str, reports: tuple[int, ...]) -> None:
    assert interim_reports(text) == reports


def test_a_body_the_pact_does_not_have_is_a_doubt_with_all_bodies_to_choose() -> None:
    plan = _plan("cs", [("1", "1. jednání Dozorčí komise", "leden 2024")])
    doubt = _doubt(plan.entries[0], "unknown_body")
    assert plan.entries[0].body is None
    assert [choice.key for choice in doubt.choices] == ["steering_group", "council", "none"]


def test_a_joint_session_of_two_bodies_is_a_doubt() -> None:
    plan = _plan("cs", [("1", "Společné jednání Řídícího výboru a Výkonné rady", "leden 2024")])
    assert plan.entries[0].body == "steering_group"
    assert [choice.key for choice in _doubt(plan.entries[0], "several_bodies").choices] == ["steering_group", "council"]


def test_an_abbreviation_is_a_body_only_as_it_is_written() -> None:
    plan = _plan("pl", [("1", "1. posiedzenie GS", "maj 2024"), ("2", "2. posiedzenie gs", "czerwiec 2024")])
    assert [entry.body for entry in plan.entries] == ["steering_group", None]


def test_an_unknown_event_type_is_a_doubt_and_known_ones_stay() -> None:
    plan = _plan("sk", events=[("1", "Burza", "informačné, zábavné", "máj 2024")])
    assert plan.entries[0].types == ("informing",)
    assert "zábavné" in str(_doubt(plan.entries[0], "unknown_type").message)


def test_dates_that_fall_within_a_numbered_series_are_a_doubt() -> None:
    rows = [
        ("1", "Workshop 1", "", "May 2024"),
        ("2", "Workshop 2", "", "March 2024"),
        ("3", "Workshop 3", "", "June 2024"),
    ]
    assert _rules(_plan("en", events=rows)) == [[], ["series_order"], []]


def test_the_same_number_twice_in_a_series_is_a_doubt() -> None:
    rows = [("1", "Workshop 1", "", "May 2024"), ("2", "Workshop 1", "", "June 2024")]
    assert _rules(_plan("en", events=rows)) == [[], ["same_number"]]


def test_a_row_without_date_is_a_doubt_that_repeats_what_stands_there() -> None:
    plan = _plan("cs", [("1", "1. jednání Výkonné rady", "bude upřesněno"), ("2", "2. jednání Výkonné rady", "")])
    assert _rules(plan) == [["no_date"], ["no_date"]]
    assert "bude upřesněno" in str(plan.entries[0].unsure[0].message)


def test_a_date_without_year_takes_the_year_of_the_caption_with_a_doubt() -> None:
    plan = _plan("cs", [("1", "1. jednání Výkonné rady", "25. října")], year="2024")
    assert plan.entries[0].period is not None
    assert plan.entries[0].period.start.isoformat() == "2024-10-25"
    assert _rules(plan) == [["date"]]
