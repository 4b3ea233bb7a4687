"""Packs load, or every mistake in them is told with file, line, key and what was expected."""

import copy
import json
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from paktum.core.messages import say
from paktum.plugin import PluginError, load_plugins
from paktum.plugin.checks import pack_findings
from paktum.plugin.loader import load_words, read_spec
from paktum.plugin.problems import findings_of
from paktum.plugin.skeleton import write_skeleton
from paktum.plugin.specs import Pack
from tests.support.properties import given

HEAD = """\
code = "demo"
version = "1.0"
language = "hu"
country = "HU"
names = { hu = "Minta", en = "Sample" }
"""

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Writes a plugin package that can be imported, and gives its name; names are used once in a process."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    number = iter(range(100))

    def write(pack: str, code: str | None = None) -> str:
        name = f"paktum_sample_{tmp_path.name.replace('-', '_')}_{next(number)}"
        (tmp_path / name).mkdir()
        source = (
            code or "from paktum.plugin import Plugin, load_pack\ndef plugin(): return Plugin(load_pack(__name__))\n"
        )
        (tmp_path / name / "__init__.py").write_text(source, encoding="utf-8")
        (tmp_path / name / "pack.toml").write_text(pack, encoding="utf-8")
        return name

    return write


def problems(*packages: str) -> list[str]:
    """What loading says, without the name of the package's folder."""
    with pytest.raises(PluginError) as refused:
        load_plugins(packages)
    return [str(problem).partition("/")[2] or str(problem) for problem in refused.value.problems]


def test_a_sound_pack_loads(install: Install) -> None:
    plugins = load_plugins([install(HEAD)])
    assert plugins.codes == ("demo",)
    assert plugins.by_code["demo"].pack.names.hu == "Minta"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 3\n", "pack.toml:6: colour: this key is not known here; known are {keys}"),
        ("audience = []\n", "pack.toml:6: audience: this key is not known here; perhaps audiences is meant"),
        ("event_types = 3\n", "pack.toml:6: event_types: expected a list in square brackets, found 3"),
        (
            '[[event_types]]\ncode = "demo.x"\nnames = { hu = "x", en = "x" }\nretired = "yes"\n',
            'pack.toml:9: event_types[1].retired: expected true or false, found "yes"',
        ),
        (
            '[[event_types]]\nnames = { hu = "x", en = "x" }\n',
            "pack.toml:6: event_types[1].code: this key is required here and is missing",
        ),
        (
            '[[event_types]]\ncode = "Demo.X"\nnames = { hu = "x", en = "x" }\n',
            "pack.toml:7: event_types[1].code: "
            'expected a code with its namespace, such as hu.steering_group, found "Demo.X"',
        ),
        (
            '[[event_types]]\ncode = "other.x"\nnames = { hu = "x", en = "x" }\n',
            "pack.toml:7: event_types[1].code: expected a code that begins with demo., found other.x",
        ),
        (
            '[[audiences]]\ncode = "demo.x"\nnames = { hu = "x", en = "x" }\n'
            '[[audiences]]\ncode = "demo.x"\nnames = { hu = "y", en = "y" }\n',
            "pack.toml:10: audiences[2].code: expected a code of its own; demo.x is already used in this list",
        ),
        (
            '[[audiences]]\ncode = "demo.x"\nnames = { hu = "x" }\n',
            "pack.toml:8: audiences[1].names: expected a text in en too",
        ),
        (
            '[[body_types]]\ncode = "demo.b"\nkind = "parliament"\nnames = { hu = "b", en = "b" }\n'
            'level = "top"\nvotes = false\n',
            "pack.toml:8: body_types[1].kind: expected the code of a term; there is no term parliament",
        ),
        (
            '[[body_types]]\ncode = "demo.b"\nkind = "forum"\nnames = { hu = "b", en = "b" }\nlevel = "top"\nvotes = true\n',
            "pack.toml:6: body_types[1]: expected a charter, because votes = true",
        ),
        (
            '[terms.sesion]\nhu = { one = "a", many = "b", accusative = "c" }\n',
            "pack.toml:6: terms.sesion: expected the code of a term; there is no term sesion",
        ),
        (
            '[terms.session]\nhu = { one = "a", many = "b" }\n',
            "pack.toml:7: terms.session.hu: expected the form accusative too",
        ),
        ("[terms.session]\n", "pack.toml:6: terms.session: expected the term in at least one language"),
        (
            '[terms."demo.mentor"]\nen = { one = "mentor", many = "mentors" }\n',
            "pack.toml:6: terms.demo.mentor: expected a text in hu too",
        ),
        ("x = = 1\n", "pack.toml:6: this is not TOML: Invalid value"),
    ],
)
def test_a_mistake_is_told_with_file_line_key_and_what_was_expected(install: Install, text: str, said: str) -> None:
    keys = ", ".join(sorted(Pack.model_fields))
    assert problems(install(HEAD + text)) == [said.replace("{keys}", keys)]


def test_a_charter_that_names_a_body_nobody_knows_is_refused_at_that_name(install: Install) -> None:
    body = """
[[body_types]]
code = "demo.council"
kind = "forum"
names = { hu = "Tanács", en = "Council" }
level = "top"
votes = true
[body_types.charter]
joint_sessions = [
    { body = "demo.senate", frequency = { every_months = 12 } },
]
notice = { days = 8 }
forms = ["present"]
quorum = { share = "1/2" }
ordinary = { rule = "simple" }
qualified = { rule = "absolute" }
tie = "rejected"
minutes_due = { days = 8 }
numbering = { pattern = "{body} {n}/{year}" }
"""
    assert problems(install(HEAD + body)) == [
        "pack.toml:7: body_types[1]: expected short, because the numbering of decisions uses {body}",
        "pack.toml:15: body_types[1].charter.joint_sessions[1].body: "
        "expected a code that exists; there is no demo.senate",
    ]


def test_the_problems_of_all_plugins_are_told_together(install: Install) -> None:
    first = install(HEAD + "colour = 3\n")
    second = install(HEAD.replace('"1.0"', "1"))
    assert [problem.partition(": ")[2] for problem in problems(first, second)] == [
        f"colour: this key is not known here; known are {', '.join(sorted(Pack.model_fields))}",
        "version: expected a text in quotes, found 1",
    ]


def test_two_packs_cannot_have_one_code(install: Install) -> None:
    first, second = install(HEAD), install(HEAD)
    assert problems(first, second) == [
        f"pack.toml:1: code: expected a code of its own; demo is the pack in {first}/pack.toml"
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = 1\n", "plugin: expected a function plugin() that gives a Plugin"),
        ("def plugin(): return 3\n", "plugin: expected plugin() to give a Plugin, found int"),
        ("import not_there_at_all\n", "plugin: this plugin cannot be imported: No module named 'not_there_at_all'"),
    ],
)
def test_a_package_that_is_no_plugin_is_refused(install: Install, code: str, said: str) -> None:
    package = install(HEAD, code)
    assert problems(package) == [f"{package}: {said}"]


def test_a_package_without_a_pack_is_refused(install: Install, tmp_path: Path) -> None:
    package = install(HEAD)
    (tmp_path / package / "pack.toml").unlink()
    assert problems(package) == ["pack.toml: this file is missing"]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_bytes("names = { hu = 'Ülés' }".encode("iso-8859-2"))
    with pytest.raises(PluginError, match="not text in UTF-8"):
        read_spec(path, Pack)


def test_whoever_shows_the_error_shows_every_problem_under_a_count(install: Install) -> None:
    package = install(HEAD.replace('"1.0"', "1") + "event_types = 3\n")
    with pytest.raises(PluginError) as refused:
        load_plugins([package])
    assert say(refused.value.message, "en").splitlines() == [
        "2 problems in plugins or tenants:",
        f"  {package}/pack.toml:2: version: expected a text in quotes, found 1",
        f"  {package}/pack.toml:6: event_types: expected a list in square brackets, found 3",
    ]


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
    st.just([]),
    st.just({}),
    st.just({"hu": [1]}),
)


def _spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [spot for key, part in items for spot in _spots(part, (*path, key))]


WORDS = load_words()
_HUNGARIAN = tomllib.loads((files("paktum_hu") / "pack.toml").read_text(encoding="utf-8"))


@given(st.sampled_from(_spots(_HUNGARIAN)), _JUNK, st.booleans())
def test_junk_anywhere_in_a_pack_is_accepted_or_put_into_words(
    spot: tuple[Any, ...], junk: object, beside: bool
) -> None:
    values = copy.deepcopy(_HUNGARIAN)
    place = values
    for step in spot[:-1]:
        place = place[step]
    place["junk" if beside and isinstance(place, dict) else spot[-1]] = junk
    try:
        pack = Pack.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        found = findings_of(error, Pack)
    else:
        found = list(pack_findings(pack, WORDS.value))
    assert all(say(finding.message, "en") for finding in found)


def test_the_platforms_own_words_are_complete_in_five_languages() -> None:
    words = load_words().value
    assert {"session", "event", "pact", "work_programme"} <= words.terms.keys()
    assert words.terms["session"].cs is not None
    assert words.terms["session"].cs.instrumental == "jednáním"


def test_a_new_plugin_loads_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_skeleton("loader_sample", tmp_path)
    monkeypatch.syspath_prepend(folder)
    assert load_plugins(["paktum_loader_sample"]).codes == ("loader_sample",)
