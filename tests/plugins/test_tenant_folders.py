"""The five tenants have the bodies, seats and organisations that their sources name, and nothing that they must not have."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from paktum.cli.tenant import command
from paktum.plugin import Plugins, TenantFolder, Vocabulary, load_plugins, merge, read_tenants

ROOT = Path(__file__).parents[2]
SLUGS = ("liberec", "malopolska", "nyiregyhaza", "participation", "tiszakecske")


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins(["paktum_hu", "paktum_cs", "paktum_sk", "paktum_pl"])


@pytest.fixture(scope="module")
def tenants(plugins: Plugins) -> dict[str, TenantFolder]:
    return dict(read_tenants(ROOT / "tenants", plugins))


def _bodies(folder: TenantFolder) -> dict[str, str]:
    return {body.name: body.type for body in folder.opening.value.bodies}


def test_there_are_the_five_tenants(tenants: dict[str, TenantFolder]) -> None:
    assert tuple(tenants) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_tenant_merges_and_is_reached_at_its_name(
    slug: str, tenants: dict[str, TenantFolder], plugins: Plugins
) -> None:
    words = merge(plugins, tenants[slug].tenant)
    assert words.language == tenants[slug].tenant.value.language
    assert tenants[slug].tenant.value.hosts == (f"{slug}.localhost",)
    assert len(words.event_types) >= 4


@pytest.mark.parametrize("slug", SLUGS)
def test_every_name_can_be_said_in_the_tenants_own_language(
    slug: str, tenants: dict[str, TenantFolder], plugins: Plugins
) -> None:
    words = merge(plugins, tenants[slug].tenant)
    for items in (words.body_types, words.event_types, words.audiences, words.organisation_kinds):
        assert {words.say(item.names).language for item in items} == {words.language}


def test_the_tenants_can_be_told_apart_by_their_colour(tenants: dict[str, TenantFolder]) -> None:
    hues = sorted(folder.tenant.value.hue for folder in tenants.values())
    gaps = [after - before for before, after in zip(hues, [*hues[1:], hues[0] + 360], strict=True)]
    assert min(gaps) >= 40


@pytest.mark.parametrize("slug", SLUGS)
def test_a_logo_follows_the_colour_of_the_page_and_fetches_nothing(slug: str) -> None:
    logo = (ROOT / "tenants" / slug / "logo.svg").read_text(encoding="utf-8")
    assert "currentColor" in logo
    assert not re.search(r"<(script|style|image|use|text|title)|href|style=|\son\w+=|#[0-9a-f]{3}", logo)


def test_tiszakecske_has_five_voting_seats_and_its_consortium(tenants: dict[str, TenantFolder]) -> None:
    opening = tenants["tiszakecske"].opening.value
    names = {organisation.code: organisation.name for organisation in opening.organisations}
    voting = [names[seat.organisation or ""] for seat in opening.seats if seat.voting]
    assert voting == [
        "Tiszakécske Város Önkormányzata",
        "Bács-Kiskun Megyei Kormányhivatal",
        "Magyar Máltai Szeretetszolgálat Egyesület",
        "Bács-Kiskun Megyei Önkormányzat",
        "Bács-Kiskun Megyei Kereskedelmi és Iparkamara",
    ]
    assert list(opening.grant.consortium.values()).count("lead") == 1
    assert names[opening.grant.lead or ""] == "Tiszakécske Város Önkormányzata"
    assert tenants["tiszakecske"].tenant.value.reference == "TOP-5.1.2-16"


def test_liberec_has_two_top_bodies_and_three_expert_groups(tenants: dict[str, TenantFolder], plugins: Plugins) -> None:
    folder = tenants["liberec"]
    assert list(_bodies(folder).values()).count("cs.expert_group") == 3
    assert {"Řídicí výbor", "Výkonná rada"} <= _bodies(folder).keys()
    council = merge(plugins, folder.tenant).body_type("cs.executive_council").charter
    assert council is not None
    assert council.frequency is not None
    assert council.frequency.every_months == 2
    assert [joint.body for joint in council.joint_sessions] == ["cs.steering_committee"]


def test_malopolska_has_a_council_twice_a_year_and_four_groups(
    tenants: dict[str, TenantFolder], plugins: Plugins
) -> None:
    folder = tenants["malopolska"]
    assert list(_bodies(folder).values()).count("pl.working_group") == 4
    charter = merge(plugins, folder.tenant).body_type("pl.partner_council").charter
    assert charter is not None
    assert charter.frequency is not None
    assert (charter.frequency.times, charter.frequency.per) == (2, "year")
    assert (charter.quorum.share, charter.quorum.strictly_more) == ("1/2", False)
    assert (charter.ordinary.rule, charter.tie) == ("simple", "chair_decides")
    assert charter.circular is not None
    assert charter.circular.share == "1/2"


def test_the_slovak_network_has_a_coordinator_for_each_region(tenants: dict[str, TenantFolder]) -> None:
    opening = tenants["participation"].opening.value
    regions = {o.code for o in opening.organisations if o.kind == "sk.self_governing_region"}
    assert len(regions) == 8
    assert {seat.organisation for seat in opening.seats if seat.voting} == regions


def test_nyiregyhaza_has_an_office_of_two_posts_and_two_bodies(tenants: dict[str, TenantFolder]) -> None:
    folder = tenants["nyiregyhaza"]
    assert list(_bodies(folder)) == ["Foglalkoztatási Fórum", "Irányító Csoport", "Paktumiroda"]
    assert [s.label for s in folder.opening.value.seats if s.body == "office"] == [
        "Paktumiroda-vezető",
        "Paktumiroda-munkatárs",
    ]


def _words(plugins: Plugins, tenants: dict[str, TenantFolder], slug: str) -> Vocabulary:
    return merge(plugins, tenants[slug].tenant)


def test_each_tenant_speaks_its_own_words(plugins: Plugins, tenants: dict[str, TenantFolder]) -> None:
    said = {slug: _words(plugins, tenants, slug) for slug in SLUGS}
    assert said["tiszakecske"].term("session", "many") == "ülések"
    assert said["liberec"].term("working_group", "instrumental") == "odbornou pracovní skupinou"
    assert said["participation"].term("session", "genitive_many") == "pracovných stretnutí"
    assert said["participation"].term("pact", "locative") == "sieti koordinátorov"
    assert said["malopolska"].term("pact", "locative") == "partnerstwie"


def test_the_plan_reader_finds_the_words_of_the_hungarian_plan(
    plugins: Plugins, tenants: dict[str, TenantFolder]
) -> None:
    words = _words(plugins, tenants, "tiszakecske")
    assert "Irányító Csoport tagjai ügyrend szerint" in words.audience("hu.steering_group_members").spoken("hu")
    assert "Irányító Csoport ülés" in words.body_type("hu.steering_group").spoken("hu")
    assert "fő résztvevő" in words.measures["participants"].aliases.hu
    assert "db sajtómegjelenés" in words.measures["press_items"].aliases.hu


def test_the_command_prints_each_value_and_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(command, ["check", "tiszakecske"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "tiszakecske: Tiszakécskei Foglalkoztatási Paktum"
    assert any(
        "tenant.reference = TOP-5.1.2-16" in line and "tenants/tiszakecske/tenant.toml:4" in line for line in lines
    )
    assert any("hu.steering_group.charter.tie" in line and "plugins/paktum_hu/pack.toml:" in line for line in lines)
    assert CliRunner().invoke(command, ["check", "tenants/liberec"]).exit_code == 0
    assert CliRunner().invoke(command, ["check"]).exit_code == 0
