"""The accent colours: readable for every hue, and the same to the eye as the drawn ones."""

import re

import pytest

from paktum.web.accent import accent, contrast, tenant_style

PAPERS = {"light": ("#f5f2ea", "#fffdf8", "#efebe0"), "dark": ("#171613", "#1e1d19", "#282621")}
ON_ACCENT = {"light": "#ffffff", "dark": "#16150f"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_hue_is_readable_on_every_ground_and_under_its_own_text(theme: str) -> None:
    for hue in range(360):
        colour = getattr(accent(hue), theme)
        for ground in (*PAPERS[theme], ON_ACCENT[theme]):
            assert contrast(colour, ground) >= 4.5, (hue, colour, ground)


def test_a_hue_gives_two_whole_colours_within_srgb() -> None:
    for hue in range(360):
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in (accent(hue).light, accent(hue).dark))


def test_neighbouring_hues_differ_by_little() -> None:
    for hue in range(360):
        here, next_to_it = accent(hue).light, accent(hue + 1).light
        steps = [abs(int(here[at : at + 2], 16) - int(next_to_it[at : at + 2], 16)) for at in (1, 3, 5)]
        assert max(steps) <= 12, hue


def test_a_hue_beyond_the_circle_is_wrapped_round() -> None:
    assert accent(-187) == accent(173) == accent(533)


def test_the_style_of_a_tenant_sets_its_two_colours_and_nothing_else() -> None:
    assert tenant_style(173) == ":root{--tenant-light:#105747;--tenant-dark:#9dcdbd}\n"


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#777777", "#777777") == 1
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
