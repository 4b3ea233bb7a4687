"""One owner for a data folder."""

import os
from pathlib import Path

import pytest

from paktum.local.errors import InUse
from paktum.local.lock import FolderLock


def test_a_second_lock_on_the_same_folder_is_refused_and_names_the_holder(tmp_path: Path) -> None:
    first = FolderLock(tmp_path, "demo")
    first.acquire()
    with pytest.raises(InUse) as refused:
        FolderLock(tmp_path, "demo").acquire()
    assert str(os.getpid()) in str(refused.value.message)
    assert str(tmp_path) in str(refused.value.message)
    first.release()


def test_a_released_lock_can_be_taken_by_another(tmp_path: Path) -> None:
    first = FolderLock(tmp_path, "demo")
    first.acquire()
    first.release()
    second = FolderLock(tmp_path, "demo")
    second.acquire()
    with pytest.raises(InUse):
        first.acquire()
    second.release()


def test_a_lock_file_left_by_a_dead_process_does_not_lock_anyone_out(tmp_path: Path) -> None:
    (tmp_path / "demo.lock").write_text("1\n")
    lock = FolderLock(tmp_path, "demo")
    lock.acquire()
    assert (tmp_path / "demo.lock").read_text() == f"{os.getpid()}\n"
    lock.release()


def test_locks_of_different_names_do_not_meet(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path, "postgres"), FolderLock(tmp_path, "valkey")
    first.acquire()
    second.acquire()
    assert len(list(tmp_path.iterdir())) == 2
    first.release()
    second.release()
