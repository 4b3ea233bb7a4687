"""Every plugin that is installed keeps the contract, and so does a new one as `paktum plugin new` writes it."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from paktum.cli.plugin import command
from paktum.core.errors import Refused
from paktum.plugin import Plugin, Plugins, load_plugins, merge, read_tenants
from paktum.plugin.contract import CONTRACT, Rule, asked_forms, lacking_forms
from paktum.plugin.loader import installed_packages, load_words
from paktum.plugin.skeleton import skeleton, write_skeleton
from paktum.plugin.specs import BodyType, Term, TermForms, Words

ROOT = Path(__file__).parents[2]
PACKAGES = installed_packages()
PLATFORM = ROOT / "platform" / "paktum"


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins()


def plugin_of(package: str) -> Plugin:
    (plugin,) = load_plugins([package]).by_code.values()
    return plugin


def test_the_four_packs_of_the_house_are_installed() -> None:
    assert {"paktum_hu", "paktum_cs", "paktum_sk", "paktum_pl"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("rule", CONTRACT, ids=str)
def test_every_installed_plugin_keeps_the_contract(package: str, rule: Rule) -> None:
    assert rule.broken_by(plugin_of(package)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_loading_a_plugin_twice_gives_the_same(package: str) -> None:
    assert plugin_of(package) == plugin_of(package)


def test_the_platforms_words_have_every_form_that_pages_ask_for() -> None:
    terms, asked = load_words().value.terms, asked_forms(PLATFORM)
    assert lacking_forms(terms, asked) == []
    assert {code for code, _ in asked} <= terms.keys()


def test_every_tenants_words_have_every_form_that_pages_ask_for(plugins: Plugins) -> None:
    asked = asked_forms(PLATFORM)
    for folder in read_tenants(ROOT / "tenants", plugins).values():
        assert lacking_forms(merge(plugins, folder.tenant).terms, asked) == []


def test_asked_forms_are_found_in_templates_and_code(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{{ term("session", "accusative") }} {{ term("event") }}', encoding="utf-8")
    (tmp_path / "view.py").write_text("words.term('body', form='genitive_many')", encoding="utf-8")
    (tmp_path / "menu.py").write_text('NavEntry("desk.today", term=("task", "many"))', encoding="utf-8")
    assert asked_forms(tmp_path) == {("session", "accusative"), ("body", "genitive_many"), ("task", "many")}


def test_a_lacking_form_is_found_but_not_where_the_language_has_none() -> None:
    short = TermForms(one="a", many="b")
    terms = {"session": Term(hu=short, cs=short, en=short)}
    assert lacking_forms(terms, {("session", "genitive")}) == ["terms.session.cs: the form genitive is asked for"]
    assert len(lacking_forms(terms, {("session", "accusative")})) == 2


def _broken(plugin: Plugin, **changes: object) -> list[str]:
    pack = plugin.pack.model_copy(update=changes)
    return [
        place
        for rule in CONTRACT
        for place in rule.broken_by(replace(plugin, declared=replace(plugin.declared, value=pack)))
    ]


def _with_charter(body: BodyType, **rules: object) -> BodyType:
    assert body.charter is not None
    return body.model_copy(update={"charter": body.charter.model_copy(update=rules)})


def test_the_contract_finds_what_breaks_it() -> None:
    plugin = plugin_of("paktum_cs")
    committee, council, *others = plugin.pack.body_types
    assert committee.charter is not None
    quorum = committee.charter.quorum.model_copy(update={"second_share": "2/3"})
    easy = committee.charter.ordinary.model_copy(update={"rule": "simple"})
    words = Words(cs="Tatáž", en="The same")
    twins = tuple(item.model_copy(update={"names": words}) for item in plugin.pack.audiences[:2])
    assert _broken(plugin, country="XX") == ["country: the public holidays of XX are not known"]
    assert _broken(plugin, audiences=twins) == [
        "audiences: “tatáž” may mean cs.signatories or cs.municipalities",
        "audiences: “the same” may mean cs.signatories or cs.municipalities",
    ]
    assert _broken(plugin, body_types=(committee, _with_charter(council, joint_sessions=()), *others)) == [
        "cs.steering_committee: cs.executive_council does not say the same of their joint session"
    ]
    assert _broken(plugin, body_types=(_with_charter(committee, quorum=quorum), council, *others)) == [
        "cs.steering_committee: more are needed after a second convening than at first"
    ]
    assert _broken(plugin, body_types=(_with_charter(committee, qualified=easy), council, *others)) == [
        "cs.steering_committee: the qualified majority is easier to reach than the ordinary one"
    ]
    same = council.model_copy(update={"short": committee.short})
    assert _broken(plugin, body_types=(committee, same, *others)) == [
        "cs.executive_council: its decisions are numbered like those of cs.steering_committee",
        "cs.executive_council: its decisions are numbered like those of cs.steering_committee",
    ]


def test_a_new_plugin_passes_its_own_test_in_a_folder_of_its_own(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["new", "youth_work", "--into", str(tmp_path)])
    assert result.exit_code == 0, result.output
    folder = tmp_path / "paktum-youth-work"
    path = os.pathsep.join([str(folder), str(ROOT / "platform")])
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(CONTRACT) + 1} passed" in run.stdout


@pytest.mark.parametrize("name", ["", "Youth", "youth-work", "9lives", "../escape", "a" * 40])
def test_a_name_that_cannot_be_a_package_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        skeleton(name)


def test_a_new_plugin_never_writes_over_a_folder(tmp_path: Path) -> None:
    write_skeleton("youth", tmp_path)
    with pytest.raises(Refused):
        write_skeleton("youth", tmp_path)


def test_the_commands_list_and_check_what_is_installed() -> None:
    listed = CliRunner().invoke(command, ["list"])
    assert listed.exit_code == 0, listed.output
    assert "hu 1.0  Hungarian employment pacts" in listed.output
    checked = CliRunner().invoke(command, ["check"])
    assert checked.exit_code == 0, checked.output
    assert "plugins are in order: cs, hu, pl, sk" in checked.output
