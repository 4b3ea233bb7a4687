"""Passwords made once and kept in a private file."""

import stat
from pathlib import Path

import pytest

from paktum.local.errors import LocalError
from paktum.local.passwords import load_passwords


def test_passwords_stay_the_same_and_differ_from_each_other(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    first = load_passwords(path, ("a", "b"))
    assert first["a"] != first["b"]
    assert load_passwords(path, ("a", "b")) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_name_gets_a_password_and_the_others_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "passwords.json"
    first = load_passwords(path, ("a",))
    assert load_passwords(path, ("a", "b"))["a"] == first["a"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}'])
def test_a_file_that_cannot_be_understood_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "passwords.json"
    path.write_text(content)
    with pytest.raises(LocalError):
        load_passwords(path, ("a",))
    assert path.read_text() == content
