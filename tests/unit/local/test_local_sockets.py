"""Short private folders for sockets."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from paktum.local.errors import LocalError
from paktum.local.sockets import LONGEST_SOCKET_PATH, forget, new_socket_folder, recall, remember


def test_the_folder_is_private_and_a_socket_in_it_has_a_short_path() -> None:
    folder = new_socket_folder(None)
    try:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    finally:
        folder.rmdir()


@pytest.mark.parametrize("name", ["long-" + "x" * 90, "with space", "comma,name"])
def test_a_folder_for_temporary_files_that_servers_could_not_name_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    unfit = tmp_path / name
    unfit.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(unfit))
    folder = new_socket_folder(None)
    try:
        assert not folder.is_relative_to(unfit)
    finally:
        folder.rmdir()


def test_no_fitting_place_at_all_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(**_: object) -> str:
        raise PermissionError

    monkeypatch.setattr(tempfile, "mkdtemp", nowhere)
    with pytest.raises(LocalError) as refused:
        new_socket_folder(None)
    assert "TMPDIR" in str(refused.value.message)


def test_a_folder_left_by_a_crash_is_found_and_removed_by_the_next_start(tmp_path: Path) -> None:
    note = tmp_path / "postgres.socket"
    folder = new_socket_folder(None)
    (folder / ".s.PGSQL.5432").touch()
    remember(folder, note)
    assert recall(note) == folder
    forget(note)
    assert not folder.exists()
    assert not note.exists()


def test_a_note_that_names_a_folder_of_somebody_else_removes_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    note = tmp_path / "postgres.socket"
    remember(precious, note)
    forget(note)
    assert precious.is_dir()
