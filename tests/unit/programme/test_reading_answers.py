"""What becomes of a reading: its plain form for other programs, and a person's answers to its doubts."""

import json

import pytest

from paktum.core.errors import Invalid
from paktum.core.languages import LANGUAGES, Language
from paktum.domains.programme.reading.decisions import decide
from paktum.domains.programme.reading.json_form import json_form, json_list
from paktum.domains.programme.reading.parser import read_plan
from paktum.domains.programme.reading.plan import EntryLink, Kind, ReadEntry, ReadPlan
from tests.support.plan_documents import TablePlan, document_of
from tests.support.plan_vocabularies import TISZAKECSKE, VOCABULARIES
from tests.support.small_plans import SMALL_PLANS

FORM = {
    *("kind", "sequence", "title", "body", "types", "period", "place", "purpose", "results_text", "results"),
    *("audiences", "prepares", "evaluates", "unsure", "notes", "source"),
}
EXPECTED: dict[Language, list[tuple[str, str, str, str, list[str], dict[str, int], list[str]]]] = {
    "hu": [
        ("1. Irányító Csoport ülés", "2023-02-08", "day", "Mintaváros, Városháza", [], {}, []),
        ("2. Irányító Csoport ülés", "2023-04-01", "month", "Mintaváros", [], {}, ["session 3", "event 1"]),
        ("1. Foglalkoztatási fórum", "2023-07-01", "half_year", "", [], {"participants": 25}, []),
        (
            *("Állásbörze", "2023-05-11", "day", "Mintaváros"),
            *(["informing", "consultative"], {"participants": 60, "press_items": 3}, []),
        ),
        ("Évzáró", "2023-10-01", "quarter", "Mintaváros", ["evaluating"], {"participants": 20}, []),
    ],
    "cs": [
        ("1. jednání Řídícího výboru", "2023-03-01", "month", "Liberec", [], {}, ["event 1"]),
        (
            *("2. jednání Řídícího výboru", "2023-10-25", "day", "Liberec, krajský úřad"),
            *([], {"participants": 12}, ["event 2", "session 3"]),
        ),
        ("1. jednání Výkonné rady", "2024-01-01", "half_year", "Jablonec", [], {}, []),
        (
            *("Veletrh práce", "2023-05-25", "day", "Liberec"),
            *(["informing", "partnership_building"], {"participants": 80, "press_items": 2}, []),
        ),
        ("Den kariéry", "2024-01-01", "quarter", "Turnov", ["informing"], {"participants": 30}, []),
    ],
    "sk": [
        ("1. zasadnutie Riadiaceho výboru", "2023-10-25", "day", "Nitra", [], {}, ["event 1"]),
        ("2. zasadnutie Riadiaceho výboru", "2024-03-01", "month", "Trnava", [], {"participants": 10}, ["event 2"]),
        ("Konferencia", "2024-01-01", "quarter", "Nitra", ["partnership_building"], {"participants": 50}, []),
        ("Burza práce", "2024-07-01", "half_year", "Trnava", ["informing"], {"participants": 70, "press_items": 1}, []),
    ],
    "pl": [
        ("1. posiedzenie Rady Partnerów", "2023-10-25", "day", "Kraków", [], {}, ["event 1"]),
        ("2. posiedzenie Rady Partnerów", "2024-03-01", "month", "Tarnów", [], {"participants": 15}, ["event 2"]),
        (
            *("Targi Pracy", "2024-01-01", "quarter", "Kraków"),
            *(["informing", "partnership_building"], {"participants": 100, "press_items": 2}, []),
        ),
        ("Dzień Przedsiębiorcy", "2024-07-01", "half_year", "Tarnów", ["evaluating"], {"participants": 40}, []),
    ],
    "en": [
        ("1st Steering Group session", "2023-10-25", "day", "Shrewton", [], {}, ["event 1"]),
        ("2nd Steering Group session", "2024-03-01", "month", "Shrewton", [], {"participants": 10}, ["event 2"]),
        ("Job Fair", "2024-01-01", "half_year", "Shrewton", ["informing"], {"participants": 60}, []),
        (
            *("Skills Day", "2024-10-01", "quarter", "Shrewton"),
            *(["informing", "partnership_building"], {"participants": 30, "press_items": 2}, []),
        ),
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_plan_of_each_language_is_understood_without_a_doubt(language: Language) -> None:
    plan = read_plan(SMALL_PLANS[language].docx(), VOCABULARIES[language])
    read = [
        (
            *(entry.title, entry.period.start.isoformat(), entry.period.precision.value, entry.place),
            *(list(entry.types), {found.measure: found.at_least for found in entry.results}),
            [f"{link.kind} {link.sequence}" for link in entry.prepares],
        )
        for entry in plan.entries
        if entry.period
    ]
    assert read == EXPECTED[language]
    assert [entry.unsure for entry in plan.entries] == [()] * len(plan.entries)
    assert all(entry.body for entry in plan.sessions)


def _doubtful() -> ReadPlan:
    headings = ("Ssz.", "Ülés megnevezése", "Időpont", "Cél", "Eredmények")
    rows = (
        ("1", "1. Irányító Csoport ülés", "2024. január,", "Költségterv fél éves felülvizsgálata.", ""),
        ("2", "2. Irányító Csoport ülés", "2024. március,", "Költségterv fél éves felülvizsgálata.", ""),
        (
            "2",
            "3 Irányító Csoport ülés",
            "2024. május,",
            "Szolgáltatások értékelése; más. Szolgáltatások értékelése.",
            "",
        ),
        (
            *("4", "4. Irányító Csoport ülés", "2024. július,"),
            *("Költségterv éves felülvizsgálata. Munkaterv előkészítése. Munkaterv előkészítése.", ""),
        ),
        ("5", "5. Irányító Csoport ülés", "2024. augusztus,", "Költségterv fél éves felülvizsgálata.", ""),
        ("6", "6. Irányító Csoport ülés", "2024. szeptember,", "Fórum 1 előkészítése.", ""),
        ("7", "1. Fórum", "2024. február,", "", ""),
        ("8", "2. Fórum", "2024. november,", "", "min. 200"),
    )
    return read_plan(document_of((), (TablePlan("Ülésterv", headings, rows),)), TISZAKECSKE)


def _answer(entry: ReadEntry, rule: str, key: str) -> dict[int, str]:
    return {index: key for index, doubt in enumerate(entry.unsure) if doubt.rule == rule}


def test_the_made_up_plan_has_the_doubts_that_are_answered_here() -> None:
    rules = [[doubt.rule for doubt in entry.unsure] for entry in _doubtful().entries]
    assert rules == [
        *([], [], ["row_number", "missing_dot", "repeated_sentence"], ["repeated_sentence", "unusual_sentence"]),
        *([], ["wrong_mention"], [], ["bare_number"]),
    ]


def test_an_answer_changes_the_field_and_takes_the_doubt_away() -> None:
    entry = _doubtful().entries[2]
    decided = decide(entry, _answer(entry, "missing_dot", "verbatim"))
    assert decided.title == "3 Irányító Csoport ülés"
    assert [doubt.rule for doubt in decided.unsure] == ["row_number", "repeated_sentence"]
    assert decided.source == entry.source


def test_agreeing_with_what_was_taken_changes_nothing_but_the_doubt() -> None:
    entry = _doubtful().entries[2]
    decided = decide(entry, _answer(entry, "missing_dot", "numbered"))
    assert decided.title == entry.title
    assert len(decided.unsure) == len(entry.unsure) - 1


def test_two_answers_about_the_same_text_both_hold() -> None:
    entry = _doubtful().entries[3]
    answers = _answer(entry, "repeated_sentence", "once") | _answer(entry, "unusual_sentence", "usual")
    decided = decide(entry, answers)
    assert decided.purpose == "Költségterv fél éves felülvizsgálata. Munkaterv előkészítése."
    assert decided.unsure == ()


def test_another_link_replaces_the_one_that_was_taken() -> None:
    entry = _doubtful().entries[5]
    assert entry.prepares == (EntryLink(Kind.SESSION, 8),)
    other = decide(entry, _answer(entry, "wrong_mention", "session-7"))
    assert other.prepares == (EntryLink(Kind.SESSION, 7),)
    assert decide(entry, _answer(entry, "wrong_mention", "none")).prepares == ()


def test_words_only_takes_the_number_back() -> None:
    entry = _doubtful().entries[7]
    assert decide(entry, _answer(entry, "bare_number", "words")).results == ()


def test_an_answer_to_no_question_is_refused() -> None:
    plan = _doubtful()
    with pytest.raises(Invalid):
        decide(plan.entries[0], {0: "keep"})
    with pytest.raises(Invalid):
        decide(plan.entries[2], {0: "perhaps"})


def test_the_plain_form_has_every_field_and_is_json() -> None:
    forms = json_list(_doubtful())
    assert json.loads(json.dumps(forms)) == forms
    assert all(set(form) == FORM for form in forms)
    assert forms[5]["prepares"] == [{"kind": "session", "sequence": 8}]
    assert forms[0]["period"] == {"start": "2024-01-01", "end": "2024-02-01", "precision": "month"}
    assert forms[7]["results"] == [{"measure": "participants", "at_least": 200}]


def test_the_plain_form_says_doubts_in_words_with_their_choices() -> None:
    form = json_form(_doubtful().entries[2])
    unsure = form["unsure"]
    assert isinstance(unsure, list)
    assert unsure[0] == {
        "field": "sequence",
        "rule": "row_number",
        "reason": "The file numbers this row 2, but it is row 3 of its table.",
        "chosen": "place",
        "choices": [
            {"key": "place", "label": "Number 3, as the order of the rows says"},
            {"key": "file", "label": "Number 2, as the file says"},
        ],
    }


def test_an_unknown_audience_is_its_own_words_in_the_plain_form() -> None:
    plan = read_plan(SMALL_PLANS["cs"].docx(), VOCABULARIES["cs"])
    assert [json_form(entry)["audiences"] for entry in plan.events] == [["employers", "schools"], ["rodiče"]]
