"""Short private folders for sockets: a Unix socket's path has about 100 bytes, however long the data folder's is."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from paktum.core.messages import msg
from paktum.local.accounts import Account, can_enter
from paktum.local.errors import LocalError

LONGEST_SOCKET_PATH: Final = 100
_PREFIX: Final = "paktum-"
# What every server takes in a list of folders, a config file and an address without quoting.
_PLAIN: Final = re.compile(r"[A-Za-z0-9/._-]+")
_ROOM_FOR_NAME: Final = len("/.s.PGSQL.5432")


def new_socket_folder(account: Account | None) -> Path:
    """Make an empty folder of mode 0700 that belongs to the account (ourselves when None), with a short plain path.

    Raises LocalError when no folder for temporary files can hold it.
    """
    for place in _places(account):
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        except OSError:
            continue
        if account is not None:
            os.chown(folder, account.user, account.group)
        return folder
    raise LocalError(
        msg("No folder for sockets could be made. Set TMPDIR to a folder with a short path that you can write to.")
    )


def _places(account: Account | None) -> Iterator[Path]:
    for name in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if not name or not Path(name).is_dir() or not _PLAIN.fullmatch(name):
            continue
        place = Path(name)
        fits = len(os.fsencode(place)) + len("/" + _PREFIX) + 8 + _ROOM_FOR_NAME <= LONGEST_SOCKET_PATH
        if fits and os.access(place, os.W_OK | os.X_OK) and (account is None or can_enter(place, account)):
            yield place


def remember(folder: Path, note: Path) -> None:
    """Write down which socket folder is in use, so that the next start can remove it after a crash."""
    note.write_text(f"{folder}\n", encoding="utf-8")


def recall(note: Path) -> Path | None:
    """The socket folder written down in `note`, None when there is none."""
    if not note.exists():
        return None
    folder = Path(note.read_text(encoding="utf-8").strip())
    return folder if folder.name.startswith(_PREFIX) and folder.is_dir() and not folder.is_symlink() else None


def forget(note: Path) -> None:
    """Remove the socket folder written down in `note`, and the note."""
    folder = recall(note)
    if folder is not None and (os.geteuid() == 0 or folder.stat().st_uid == os.geteuid()):
        shutil.rmtree(folder)
    note.unlink(missing_ok=True)
