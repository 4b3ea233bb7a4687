"""Specs take what a pack may say and refuse the rest with a sentence of what was expected."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from paktum.plugin.problems import findings_of
from paktum.plugin.source import key_text
from paktum.plugin.specs import (
    CharterRules,
    CharterTuning,
    Frequency,
    Numbering,
    Proxies,
    Term,
    TermForms,
    Words,
)

RULES: dict[str, Any] = {
    "notice": {"days": 8},
    "forms": ["present", "circular"],
    "quorum": {"share": "1/2", "strictly_more": True},
    "ordinary": {"rule": "absolute"},
    "qualified": {"rule": "two_thirds", "of": "all"},
    "tie": "chair_decides",
    "circular": {"share": "1/2"},
    "minutes_due": {"working_days": 5},
    "numbering": {"pattern": "{n}/{year}. ({month_roman}. {day}.) {body} határozat"},
}


def refusal(model: type[BaseModel], values: dict[str, Any]) -> list[str]:
    """What the model says of the values, as `key: sentence`."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(values)
    return [f"{key_text(f.path)}: {f.message}" for f in findings_of(refused.value, model)]


def test_a_decision_is_numbered_as_the_pattern_says() -> None:
    numbering = CharterRules.model_validate(RULES).numbering
    assert numbering.number(6, date(2019, 4, 16), "IG") == "6/2019. (IV. 16.) IG határozat"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"notice": {"days": 8, "working_days": 5}}, "notice: expected either days or working_days"),
        ({"frequency": {"times": 2}}, "frequency: expected either times with per, or every_months"),
        (
            {"quorum": {"share": "3/2"}},
            'quorum.share: expected a share from 0 to 1 written as a fraction, such as "1/2", found "3/2"',
        ),
        (
            {"ordinary": {"rule": "simple", "of": "all"}},
            'ordinary: expected "present": a simple majority only compares the votes cast for and against',
        ),
        (
            {"proxies": {"allowed": True}},
            "proxies: expected most_per_holder of 1 or more where proxies are allowed, and 0 where they are not",
        ),
        ({"forms": []}, "forms: at least one is expected here"),
        ({"tie": "coin"}, 'tie: expected one of chair_decides, rejected, found "coin"'),
        (
            {"numbering": {"pattern": "{year}"}},
            "numbering.pattern: expected a pattern with {n} once, and otherwise only "
            '{year} {month} {month_roman} {day} {body}, found "{year}"',
        ),
        (
            {"numbering": {"pattern": "Nr {n}"}},
            "numbering: expected {year} in the pattern, because the numbers start again every year",
        ),
        ({"qorum": {}}, "qorum: this key is not known here; perhaps quorum is meant"),
        ({"substitutes_per_seat": 9}, "substitutes_per_seat: expected at most 5, found 9"),
    ],
)
def test_a_charter_rule_that_makes_no_sense_is_refused(change: dict[str, Any], said: str) -> None:
    assert refusal(CharterRules, RULES | change) == [said]


@pytest.mark.parametrize("change", [{"circular": None}, {"forms": ["present"]}, {"forms": ["circular", "circular"]}])
def test_a_circular_vote_needs_its_turnout_and_the_other_way_round(change: dict[str, Any]) -> None:
    assert refusal(CharterRules, RULES | change)


@pytest.mark.parametrize(
    "pattern", ["{n}/{year} {unknown}", "{n:>3}/{year}", "{n!r}/{year}", "{n", "{n}{n}{year}", "{}"]
)
def test_a_numbering_cannot_reach_beyond_its_parts(pattern: str) -> None:
    assert refusal(Numbering, {"pattern": pattern})


def test_tuning_replaces_only_the_rules_it_gives() -> None:
    below = CharterRules.model_validate(RULES)
    tuned = CharterTuning.model_validate({"notice": {"working_days": 5}, "forms": ["present"]}).over(below)
    assert tuned.notice.working_days == 5
    assert tuned.circular is None
    assert tuned.quorum == below.quorum


def test_tuning_that_contradicts_the_rules_below_is_refused() -> None:
    below = CharterRules.model_validate(RULES | {"forms": ["present"], "circular": None})
    with pytest.raises(ValidationError):
        CharterTuning.model_validate({"forms": ["present", "circular"]}).over(below)


def test_specs_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Frequency(every_months=2).every_months = 3  # type: ignore[misc]
    assert Proxies() == Proxies(allowed=False, most_per_holder=0)


def test_a_form_that_the_language_writes_like_the_nominative_is_the_nominative() -> None:
    forms = TermForms(one="ülés", many="ülések", accusative="ülést")
    assert forms.form("accusative") == "ülést"
    assert forms.form("genitive") == "ülés"
    assert forms.form("genitive_many") == "ülések"


def test_a_term_lays_over_another_language_by_language() -> None:
    below = Term(hu=TermForms(one="ülés", many="ülések"), en=TermForms(one="session", many="sessions"))
    above = Term(hu=TermForms(one="találkozó", many="találkozók"))
    merged = above.over(below)
    assert merged.hu is not None
    assert merged.hu.one == "találkozó"
    assert merged.en == below.en


@pytest.mark.parametrize("text", ["", "  ", " led", "two\nlines", "tab\tbed"])
def test_a_text_is_one_tidy_line(text: str) -> None:
    assert refusal(Words, {"en": text})


def test_words_in_a_sixth_language_are_refused() -> None:
    assert refusal(Words, {"de": "Sitzung"}) == ["de: this key is not known here; known are cs, en, hu, pl, sk"]
