"""Charters in sentences: each rule is said, and no two different rules are said alike."""

from collections.abc import Iterator
from typing import Any

import pytest

from paktum.core.messages import say
from paktum.plugin.charter_words import by_topic, sentences
from paktum.plugin.loader import load_plugins
from paktum.plugin.specs import CharterRules

BASE: dict[str, Any] = {
    "notice": {"days": 8},
    "forms": ("present",),
    "quorum": {"share": "1/2", "strictly_more": True},
    "ordinary": {"rule": "absolute"},
    "qualified": {"rule": "two_thirds", "of": "all"},
    "tie": "chair_decides",
    "minutes_due": {"working_days": 8},
    "numbering": {"pattern": "{n}/{year}. ({month_roman}. {day}.) {body} határozat"},
}


def said(**rules: Any) -> list[str]:
    found = sentences(CharterRules.model_validate({**BASE, **rules}), "IG", lambda code: f"«{code}»")
    return [say(one.text, "en") for one in found]


def variants() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    spans = [{"days": 0}, {"days": 5}, {"days": 8}, {"working_days": 5}]
    per = [{"times": times, "per": per} for times in (1, 2) for per in ("month", "quarter", "half_year", "year")]
    shares = [{"share": share, "strictly_more": more} for share in ("1/2", "1/3", "2/3") for more in (True, False)]
    majorities = [
        {"rule": rule, "of": of}
        for rule, of in (
            ("simple", "present"),
            ("absolute", "present"),
            ("absolute", "all"),
            ("two_thirds", "present"),
            ("two_thirds", "all"),
        )
    ]
    frequencies = [*per, {"every_months": 1}, {"every_months": 2}]
    yield "frequency", [None, *frequencies]
    yield "joint_sessions", [[{"body": "cs.council", "frequency": one}] for one in frequencies]
    yield "notice", spans
    yield "minutes_due", spans
    yield "quorum", [{**share, "of": of} for share in shares for of in ("votes", "seats")]
    yield "quorum", [{**shares[0], "second_share": second} for second in (None, "0", "1/3", "1/4")]
    yield "ordinary", majorities
    yield "qualified", majorities
    yield "tie", ["chair_decides", "rejected"]
    yield "ballot", ["open", "secret"]
    yield "substitutes_per_seat", [0, 1, 2]
    yield "proxies", [{"allowed": most > 0, "most_per_holder": most} for most in (0, 1, 2)]
    yield "forms", [("present",), ("remote",), ("mixed",), ("present", "remote"), ("present", "remote", "mixed")]


@pytest.mark.parametrize(("rule", "values"), list(variants()))
def test_different_rules_are_said_differently(rule: str, values: list[Any]) -> None:
    texts = [tuple(said(**{rule: value})) for value in values]
    assert len(set(texts)) == len(values)


def test_one_of_something_is_not_said_in_the_plural() -> None:
    assert "It meets at least once a year." in said(frequency={"times": 1, "per": "year"})
    assert "It meets at least 2 times a year." in said(frequency={"times": 2, "per": "year"})
    assert "A seat may have 1 substitute." in said(substitutes_per_seat=1)


def test_the_number_of_a_decision_is_shown_by_an_example() -> None:
    assert any(text.endswith("1/2026. (III. 12.) IG határozat.") for text in said())


def test_the_other_body_of_a_joint_session_is_named() -> None:
    texts = said(joint_sessions=[{"body": "cs.council", "frequency": {"times": 1, "per": "year"}}])
    assert any("«cs.council»" in text for text in texts)


def test_every_charter_of_every_plugin_can_be_said_in_all_topics() -> None:
    plugins = load_plugins()
    for code in plugins.codes:
        for kind in plugins.by_code[code].pack.body_types:
            if kind.charter is not None:
                topics = by_topic(sentences(kind.charter, "X", str))
                assert len(topics) == 5
                assert all(say(text, "hu") for _, texts in topics for text in texts)
