"""Every key of a TOML file is found on its line, however the file is written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from paktum.plugin.source import KeyPath, Malformed, Source, key_text, parse
from tests.support.properties import given

ROOT = Path(__file__).parents[3]
TEXT = """\
# a comment with [brackets] and "quotes"
title = "a # is no comment here"
plain.dotted.key = 1
"quoted key" = 'literal \\'

[table]
list = [
    "one",   # the first
    { two = 2 },
]
long = \"\"\"
[not.a.table]
key = "nor a key\"\"\"\"
inline = { a = { b = [10, 20] }, c.d = 1979-05-27 07:32:00 }

[[items]]
code = "x"
[items.charter]
notice = { days = 8 }
[[items.parts]]
n = 1
[[items.parts]]
n = 2

[[items]]
code = "y"
[[items.parts]]
n = 3
[ "spaced" . table ]
last = true"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("plain",), 3),
        (("plain", "dotted", "key"), 3),
        (("quoted key",), 4),
        (("table",), 6),
        (("table", "list"), 7),
        (("table", "list", 0), 8),
        (("table", "list", 1), 9),
        (("table", "list", 1, "two"), 9),
        (("table", "long"), 11),
        (("table", "inline", "a", "b", 1), 14),
        (("table", "inline", "c", "d"), 14),
        (("items", 0), 16),
        (("items", 0, "code"), 17),
        (("items", 0, "charter"), 18),
        (("items", 0, "charter", "notice", "days"), 19),
        (("items", 0, "parts", 0, "n"), 21),
        (("items", 0, "parts", 1, "n"), 23),
        (("items", 1), 25),
        (("items", 1, "code"), 26),
        (("items", 1, "parts", 0, "n"), 28),
        (("spaced", "table"), 29),
        (("spaced", "table", "last"), 30),
    ],
    ids=lambda value: key_text(value) if isinstance(value, tuple) else None,
)
def test_a_key_is_found_on_its_line(path: KeyPath, line: int) -> None:
    assert Source("", TEXT).lines[path] == line


def test_lines_are_the_same_when_the_file_has_windows_line_ends() -> None:
    assert Source("", TEXT.replace("\n", "\r\n")).lines == Source("", TEXT).lines


def test_a_missing_key_is_placed_at_the_table_that_should_hold_it() -> None:
    source = Source("pack.toml", TEXT)
    assert source.line(("items", 1, "charter", "quorum")) == 25
    assert source.line(("nothing",)) == 1


def test_a_source_without_lines_names_no_line() -> None:
    assert Source("changes").line(("terms", "session")) == 0


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = = 2\n", 2), ("a = 1\na = 2\n", 2), ('a = 1\n\nb = """open\n', 3)]
)
def test_a_text_that_is_not_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Malformed) as refused:
        parse(text)
    assert refused.value.line == line
    assert "(at " not in refused.value.reason


def test_a_key_path_is_written_for_people() -> None:
    assert key_text(("body_types", 1, "charter", "quorum")) == "body_types[2].charter.quorum"


_KEYS = st.text("abc_-", min_size=1, max_size=3)
_VALUES = st.recursive(
    st.sampled_from(["1", "-2.5", "true", '"a # ] } = b"', "'c:\\'", '"\\""', "2018-09-27", "[]", "{}"]),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: "[ " + ", ".join(parts) + " ]"),
    max_leaves=4,
)


def _paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    found = {path} if path else set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        found |= _paths(part, (*path, key))
    return found


@pytest.mark.parametrize("file", sorted(ROOT.glob("*s/*/*.toml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_path_of_our_own_files_has_a_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert _paths(tomllib.loads(text)) == set(Source("", text).lines)


@given(st.lists(st.tuples(_KEYS, st.dictionaries(_KEYS, _VALUES, max_size=3)), max_size=4))
def test_every_path_that_tomllib_reads_has_a_line(tables: list[tuple[str, dict[str, str]]]) -> None:
    text = "\n".join(
        f"[[{name}]]\n" + "\n".join(f"{key} = {value}" for key, value in pairs.items()) for name, pairs in tables
    )
    assert _paths(tomllib.loads(text)) == set(Source("", text).lines)
