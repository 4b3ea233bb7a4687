"""What people send: characters that nobody sees and no text can hold, and days that no pact can have."""

from datetime import date

import pytest
from flask import Flask
from wtforms import Form
from wtforms.validators import Optional

from paktum.web.fields import DayField, day_from
from paktum.web.parameters import Parameters, TextRequest, whole_number


def test_unseen_characters_are_left_out_of_addresses_and_forms() -> None:
    app = Flask("unseen")
    app.request_class = TextRequest
    with app.test_request_context(
        "/?text=a%00b%07", method="POST", data={"name": "c\x1bd", "lines": "e\r\n\tf\x0bg"}
    ) as now:
        assert now.request.args["text"] == "ab"
        assert now.request.form == Parameters({"name": "cd", "lines": "e\r\n\tf\x0bg"})


def test_marks_that_turn_writing_round_are_left_out_and_joined_emoji_stay() -> None:
    assert Parameters({"name": "Terv\u202e 8102\u2069\ufeff"})["name"] == "Terv 8102"
    family = "\U0001f469\u200d\U0001f467"
    assert Parameters({"name": family})["name"] == family


def test_all_values_of_a_field_are_kept_in_their_order() -> None:
    assert Parameters([("with", "b"), ("with", "a\0"), ("to", "c")]).getlist("with") == ["b", "a"]


class _Days(Form):
    day = DayField("Day", [Optional()])


@pytest.mark.parametrize("sent", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_refused_at_its_field(sent: str) -> None:
    form = _Days(Parameters({"day": sent}))
    assert not form.validate()
    assert form.day.data is None
    assert day_from(sent) is None


@pytest.mark.parametrize("sent", ["1900-01-01", "2026-02-28", "2199-12-31"])
def test_a_day_of_a_pact_is_taken(sent: str) -> None:
    form = _Days(Parameters({"day": sent}))
    assert form.validate()
    assert form.day.data == day_from(sent) == date.fromisoformat(sent)


def test_a_day_that_is_none_is_none() -> None:
    assert day_from("2026-02-30") is None
    assert day_from("") is None


def test_only_short_numbers_in_plain_digits_are_numbers() -> None:
    assert [whole_number(text) for text in ("0", "17", "999999999")] == [0, 17, 999_999_999]
    assert [whole_number(text) for text in (None, "", "²", "-1", "1.5", "٣", "9" * 10, "9" * 5000)] == [None] * 8
