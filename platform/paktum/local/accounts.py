"""Which account the servers run as when root starts them, and what that account can enter."""

import os
import pwd
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paktum.core.messages import msg
from paktum.local.errors import LocalError

# An account made for a database first, then those that every Unix has.
_CANDIDATES: Final = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    user: int
    group: int


def server_account(folder: Path, *, find: Callable[[str], pwd.struct_passwd] = pwd.getpwnam) -> Account | None:
    """The account that servers with data in `folder` run as: None when we are not root and they run as we do.

    Data that exists keeps its owner. Raises LocalError when root has no account to drop to.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        owner = folder.stat()
        return Account(f"#{owner.st_uid}", owner.st_uid, owner.st_gid)
    for name in _CANDIDATES:
        try:
            entry = find(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise LocalError(
        msg(
            "The database does not run as root, and this machine has none of the accounts %(accounts)s to run it as. "
            "Start as an ordinary user, or set DATABASE_URL.",
            accounts=", ".join(_CANDIDATES),
        )
    )


def can_enter(folder: Path, account: Account) -> bool:
    """Whether the account may walk down to the folder and into it, by the permission bits of every step."""
    resolved = folder.resolve()
    return all(_has_right_to_enter(step, account) for step in (resolved, *resolved.parents))


def _has_right_to_enter(folder: Path, account: Account) -> bool:
    info = folder.stat()
    if info.st_uid == account.user:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == account.group:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)


def make_private(folder: Path, account: Account | None) -> None:
    """Make a folder that only the account (ourselves when None) can read; one that exists is narrowed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account is not None:
        os.chown(folder, account.user, account.group)
