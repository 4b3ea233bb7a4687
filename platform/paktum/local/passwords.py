"""Passwords of the local servers: made once, kept in one file that only its owner can read."""

import json
import os
import secrets
from pathlib import Path

from paktum.core.messages import msg
from paktum.local.errors import LocalError


def load_passwords(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The password of each name, from the file or made now and written to it (mode 0600).

    Raises LocalError when the file is there but cannot be understood.
    """
    known = _read(path) if path.exists() else {}
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(24) for name in missing}
        _write(path, known)
    return {name: known[name] for name in names}


def _read(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        content = None
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise LocalError(
            msg(
                "The passwords in %(file)s cannot be read. Start over with --fresh (this removes the data).",
                file=str(path),
            )
        )
    return {str(name): value for name, value in content.items()}


def _write(path: Path, passwords: dict[str, str]) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        json.dump(passwords, stream, indent=2)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
