"""Trimming a stylesheet: what can be reached stays, what cannot goes, and nothing else changes."""

import pytest

from paktum.web.assets.trim import squeeze, trim, words_of


def test_a_rule_goes_when_no_template_names_its_class() -> None:
    assert trim(".d-flex{display:flex}.d-grid{display:grid}", {"d-flex"}) == ".d-flex{display:flex}"


def test_rules_for_elements_always_stay() -> None:
    assert trim("body,a:hover{margin:0}", set()) == "body,a:hover{margin:0}"


def test_of_a_list_of_selectors_only_the_reachable_ones_stay() -> None:
    assert trim(".btn,.chip,.btn:not(.x),[class=y]{color:red}", {"btn"}) == ".btn,[class=y]{color:red}"


def test_components_that_the_design_replaces_go_even_if_a_template_holds_the_word() -> None:
    assert trim(".table{color:red}.table-sm{color:red}.tablet{color:red}", {"table", "table-sm", "tablet"}) == (
        ".tablet{color:red}"
    )


def test_a_media_block_without_rules_goes() -> None:
    style = "@media (min-width:1px){.a{color:red}}@media print{.b{color:red}}"
    assert trim(style, {"b"}) == "@media print{.b{color:red}}"


def test_braces_and_semicolons_in_quotes_are_left_alone() -> None:
    style = '.a{background:url("data:image/svg+xml,{;}");color:red}'
    assert trim(style, {"a"}) == style


def test_properties_that_nobody_reads_go_with_those_that_only_they_read() -> None:
    style = ":root{--bs-x:var(--bs-y);--bs-y:1px;--bs-z:2px}.a{width:var(--bs-z)}"
    assert trim(style, {"a"}) == ":root{--bs-z:2px}.a{width:var(--bs-z)}"


def test_properties_that_another_style_reads_stay() -> None:
    assert trim(":root{--bs-x:1px}", set(), "p{margin:var(--bs-x)}") == ":root{--bs-x:1px}"


def test_an_animation_stays_only_where_it_is_used() -> None:
    style = "@keyframes spin{to{rotate:1turn}}@keyframes idle{to{rotate:0}}.a{animation:1s spin}"
    assert trim(style, {"a"}) == "@keyframes spin{to{rotate:1turn}}.a{animation:1s spin}"


def test_unpaired_braces_are_an_error() -> None:
    with pytest.raises(ValueError, match="do not pair"):
        trim(".a{color:red", {"a"})


def test_squeezing_takes_comments_and_line_breaks_and_nothing_that_matters() -> None:
    assert squeeze("/* why */\n.a .b{\n  color:red;\n}\n") == ".a .b{color:red}"


def test_words_are_found_inside_template_expressions_too() -> None:
    assert {"btn", "btn-line", "mt-3"} <= words_of("""class="btn {{ 'btn-line' if x }} mt-3" """)
