"""The demo's data folder: whose it is, and what starting over removes."""

from pathlib import Path

import pytest

from paktum.local import demo
from paktum.local.errors import LocalError


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(LocalError) as refused:
        demo._refuse_foreign_folder(tmp_path)
    assert str(tmp_path) in str(refused.value.message)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.touch()
    with pytest.raises(LocalError):
        demo._refuse_foreign_folder(file)


def test_new_empty_and_own_folders_are_accepted(tmp_path: Path) -> None:
    demo._refuse_foreign_folder(tmp_path / "new")
    demo._refuse_foreign_folder(tmp_path)
    (tmp_path / "demo.lock").touch()
    (tmp_path / "cluster").mkdir()
    demo._refuse_foreign_folder(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cluster", "demo.lock"]


def test_starting_over_removes_the_demos_own_things_and_nothing_else(tmp_path: Path) -> None:
    for name in ("cluster", "valkey", "files", "logs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "something").touch()
    for name in ("passwords.json", "signing-key.json", "prepared.json", "notes.txt"):
        (tmp_path / name).touch()
    demo._empty(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", "postgres.lock", "valkey.lock"}


def test_the_note_of_a_prepared_database_is_void_when_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_CHECKOUT", tmp_path)
    (tmp_path / "tenants").mkdir()
    before = demo._fingerprint()
    (tmp_path / "tenants" / "tenant.toml").write_text("name = 1")
    changed = demo._fingerprint()
    assert before != changed
    (tmp_path / "tenants" / "logo.svg").touch()
    assert demo._fingerprint() == changed
