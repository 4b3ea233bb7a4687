"""A tenant's folder is read whole, or its mistakes are told with file, line and key."""

from pathlib import Path

import pytest

from paktum.plugin import PluginError, Plugins, load_plugins, read_tenant, read_tenants, tenants_folder

TENANT = """\
slug = "minta"
name = "Minta Paktum"
short_name = "Minta"
language = "hu"
country = "HU"
region = "HU331"
timezone = "Europe/Budapest"
hosts = ["minta.localhost"]
hue = 200
plugins = ["hu"]
"""
OPENING = """\
[grant]
lead = "town"
[[organisations]]
code = "town"
name = "Minta Város Önkormányzata"
kind = "hu.municipality"
[[bodies]]
code = "forum"
type = "hu.forum"
name = "Fórum"
[[bodies]]
code = "office"
type = "hu.pact_office"
name = "Paktumiroda"
parent = "forum"
[[seats]]
code = "one"
body = "forum"
organisation = "town"
label = "Az önkormányzat képviselője"
voting = true
[[mandates]]
seat = "one"
post = "Képviselő"
role = "chair"
[[people]]
post = "Paktumiroda-vezető"
email = "vezeto@minta.example"
role = "head"
language = "hu"
"""


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins(["paktum_hu"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tenants").mkdir()
    return write(tmp_path / "tenants", "minta")


def write(tenants: Path, slug: str) -> Path:
    folder = tenants / slug
    folder.mkdir()
    (folder / "tenant.toml").write_text(TENANT.replace("minta", slug), encoding="utf-8")
    (folder / "opening.toml").write_text(OPENING, encoding="utf-8")
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return folder


def problems(folder: Path, plugins: Plugins) -> list[str]:
    with pytest.raises(PluginError) as refused:
        read_tenant(folder, plugins)
    return [str(problem).removeprefix("tenants/minta/") for problem in refused.value.problems]


def test_a_sound_folder_is_read(folder: Path, plugins: Plugins) -> None:
    tenant = read_tenant(folder, plugins)
    assert tenant.slug == "minta"
    assert tenant.logo.is_file()
    assert tenant.opening.value.grant.consortium == {"town": "lead"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lead = "town"', 'lead = "city"', "2: grant.lead: expected a code given in this file; there is no city"),
        (
            "hu.municipality",
            "hu.senate",
            "6: organisations[1].kind: expected a code that exists; there is no hu.senate",
        ),
        ('"hu.forum"', '"hu.senate"', "9: bodies[1].type: expected a code that exists; there is no hu.senate"),
        (
            'parent = "forum"',
            'parent = "senate"',
            "15: bodies[2].parent: expected a body given before this one; senate is not",
        ),
        (
            'type = "hu.forum"',
            'type = "hu.working_group"',
            "15: bodies[2].parent: expected a body whose type has children = true",
        ),
        (
            'body = "forum"',
            'body = "senate"',
            "18: seats[1].body: expected a code given in this file; there is no senate",
        ),
        (
            'body = "forum"',
            'body = "office"',
            "21: seats[1].voting: expected false, because this body does not vote",
        ),
        (
            'organisation = "town"',
            'organisation = "city"',
            "19: seats[1].organisation: expected a code given in this file; there is no city",
        ),
        ('seat = "one"', 'seat = "two"', "23: mandates[1].seat: expected a code given in this file; there is no two"),
        (
            'role = "chair"',
            'role = "king"',
            '25: mandates[1].role: expected one of chair, member, substitute, found "king"',
        ),
        (
            "[[people]]",
            '[[mandates]]\nseat = "one"\npost = "b"\nrole = "chair"\n[[people]]',
            "29: mandates[2].role: expected one chair in a body; it already has one",
        ),
        (
            "@minta.example",
            "@minta.hu",
            "28: people[1].email: expected an address that ends in .example",
        ),
        ('role = "head"', 'role = "officer"', "26: people: expected somebody with the role head"),
        (
            'lead = "town"',
            'lead = "town"\nagreement_in_force = "soon"',
            '3: grant.agreement_in_force: expected a date such as 2018-09-27, found "soon"',
        ),
        ("voting = true", "voting = 1", "21: seats[1].voting: expected true or false, found 1"),
    ],
)
def test_a_mistake_in_the_opening_data_is_told_at_its_line(
    folder: Path, plugins: Plugins, old: str, new: str, said: str
) -> None:
    assert old in OPENING
    (folder / "opening.toml").write_text(OPENING.replace(old, new, 1), encoding="utf-8")
    assert problems(folder, plugins) == [f"opening.toml:{said}"]


def test_a_code_that_a_plugin_retired_is_not_taken_into_new_data(
    folder: Path, plugins: Plugins, tmp_path: Path
) -> None:
    text = (folder / "tenant.toml").read_text(encoding="utf-8")
    retired = '[[body_types.added]]\ncode = "minta.old"\nkind = "body"\nnames = { hu = "Régi" }\nlevel = "top"\n'
    (folder / "tenant.toml").write_text(f"{text}{retired}votes = false\nretired = true\n", encoding="utf-8")
    (folder / "opening.toml").write_text(OPENING.replace("hu.pact_office", "minta.old"), encoding="utf-8")
    assert problems(folder, plugins) == [
        "opening.toml:13: bodies[2].type: expected a code in use; minta.old is retired"
    ]


def test_the_problems_of_all_files_are_told_together(folder: Path, plugins: Plugins) -> None:
    (folder / "logo.svg").unlink()
    (folder / "tenant.toml").write_text(TENANT.replace("minta", "masik", 1).replace("200", "900"), encoding="utf-8")
    (folder / "opening.toml").write_text("[grant\n", encoding="utf-8")
    assert problems(folder, plugins) == [
        "logo.svg: this file is missing",
        "opening.toml:1: this is not TOML: Expected ']' at the end of a table declaration",
        "tenant.toml:9: hue: expected at most 360, found 900",
    ]


def test_a_slug_is_the_name_of_its_folder(folder: Path, plugins: Plugins) -> None:
    (folder / "tenant.toml").write_text(TENANT.replace('"minta"', '"masik"'), encoding="utf-8")
    assert problems(folder, plugins) == ["tenant.toml:1: slug: expected the name of its folder, minta"]


def test_two_tenants_cannot_have_one_host(folder: Path, plugins: Plugins) -> None:
    other = write(folder.parent, "masik")
    text = (other / "tenant.toml").read_text(encoding="utf-8")
    (other / "tenant.toml").write_text(text.replace("masik.localhost", "minta.localhost"), encoding="utf-8")
    with pytest.raises(PluginError, match=r"expected a host of its own; minta\.localhost belongs to masik"):
        read_tenants(folder.parent, plugins)


def test_tenants_are_looked_for_here_first(folder: Path, tmp_path: Path) -> None:
    assert tenants_folder() == folder.parent
    with pytest.raises(PluginError, match="expected a folder with one folder for each tenant"):
        tenants_folder(tmp_path / "nowhere")
