"""Templates of minutes: what a pack may say in them, and which one the minutes of a body are drafted by."""

import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from paktum.plugin import load_plugins, merge, read_tenant, tenants_folder
from paktum.plugin.checks import pack_findings
from paktum.plugin.specs import Words
from paktum.plugin.specs.minutes import MinutesSection, MinutesTemplate, filled
from tests.support.properties import given

PLUGINS = load_plugins()
ITEM = {"kind": "item", "heading": {"en": "{n}. {title}"}}


def test_a_sentence_is_filled_in_only_when_all_that_it_names_is_known() -> None:
    assert filled("In {place}, {day}", {"place": "Kecskemét", "day": "29."}) == "In Kecskemét, 29."
    assert filled("In {place}, {day}", {"place": "", "day": "29."}) is None
    assert filled("In {place}", {}) is None
    assert filled("Done.", {}) == "Done."


@given(st.text(max_size=30), st.text(max_size=10))
def test_whatever_people_typed_is_never_read_as_a_pattern(value: str, other: str) -> None:
    if value:
        assert filled("{title}", {"title": value, "x": other}) == value


@pytest.mark.parametrize("text", ["{secret}", "{place.__class__}", "{place!r}", "{place:>9}", "{", "{0}"])
def test_a_pattern_names_known_parts_and_nothing_of_them(text: str) -> None:
    with pytest.raises(ValidationError):
        MinutesSection(kind="opening", heading=Words(en="Opening"), text=(Words(en=text),))


@pytest.mark.parametrize(
    "sections",
    [[], [{"kind": "opening", "heading": {"en": "Opening"}}], [ITEM, ITEM]],
    ids=["none", "no item", "twice"],
)
def test_a_template_has_each_kind_once_and_an_item(sections: list[dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        MinutesTemplate.model_validate({"code": "test.minutes", "sections": sections})


@pytest.mark.parametrize("code", ["hu", "cs", "sk", "pl"])
def test_every_pack_has_a_template_in_its_own_language_and_english(code: str) -> None:
    pack = PLUGINS.by_code[code].pack
    assert [set(template.languages()) for template in pack.minutes] == [{code, "en"}]
    assert all(body.minutes for body in pack.body_types if body.votes)


def test_a_body_type_that_names_a_template_that_is_not_there_is_found() -> None:
    pack = PLUGINS.by_code["hu"].pack
    body = pack.body_types[0].model_copy(update={"minutes": "hu.nothing"})
    wrong = pack.model_copy(update={"body_types": (body, *pack.body_types[1:])})
    assert [finding.path for finding in pack_findings(wrong, PLUGINS.words.value)] == [("body_types", 0, "minutes")]


def test_a_template_that_lacks_a_language_or_repeats_a_code_is_found() -> None:
    pack = PLUGINS.by_code["hu"].pack
    mute = pack.minutes[0].model_copy(update={"signatures": (Words(hu="elnök"),)})
    found = pack_findings(pack.model_copy(update={"minutes": (pack.minutes[0], mute)}), PLUGINS.words.value)
    assert [finding.path for finding in found] == [("minutes", 1, "code"), ("minutes", 1)]


def test_the_minutes_of_a_body_are_drafted_by_its_own_template_else_by_the_platforms() -> None:
    words = merge(PLUGINS, read_tenant(tenants_folder() / "tiszakecske", PLUGINS).tenant)
    assert words.minutes_of("hu.steering_group").code == "hu.sitting"
    assert words.minutes_of("hu.pact_office").code == "platform.minutes"
