"""Which account servers run as, and what it can enter."""

import os
import pwd
from pathlib import Path

import pytest

from paktum.local import accounts
from paktum.local.accounts import Account, can_enter, server_account
from paktum.local.errors import LocalError


def _entry(name: str, user: int) -> pwd.struct_passwd:
    return pwd.struct_passwd((name, "x", user, user, "", "/nonexistent", "/bin/false"))


def test_an_ordinary_user_runs_servers_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert server_account(tmp_path / "cluster") is None


def test_root_takes_the_first_unprivileged_account_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    known = {"nobody": _entry("nobody", 65534), "daemon": _entry("daemon", 1)}
    account = server_account(tmp_path / "cluster", find=known.__getitem__)
    assert account == Account("nobody", 65534, 65534)


def test_root_without_any_such_account_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    none: dict[str, pwd.struct_passwd] = {}
    with pytest.raises(LocalError) as refused:
        server_account(tmp_path / "cluster", find=none.__getitem__)
    assert "DATABASE_URL" in str(refused.value.message)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another account")
def test_data_that_exists_keeps_its_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 54321)
    account = server_account(tmp_path)
    assert account is not None
    assert (account.user, account.group) == (12345, 54321)


def test_a_folder_behind_a_private_one_cannot_be_entered_by_others(tmp_path: Path) -> None:
    stranger = Account("stranger", os.geteuid() + 1, os.getegid() + 1)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "open").mkdir(mode=0o755)
    assert not can_enter(private / "open", stranger)


def test_the_bits_that_count_are_those_of_the_closest_class(tmp_path: Path) -> None:
    tmp_path.chmod(0o701)
    mine = Account("mine", os.geteuid(), os.getegid())
    same_group = Account("colleague", os.geteuid() + 1, tmp_path.stat().st_gid)
    other = Account("other", os.geteuid() + 1, tmp_path.stat().st_gid + 1)
    allowed = [accounts._has_right_to_enter(tmp_path, account) for account in (mine, same_group, other)]
    assert allowed == [True, False, True]
