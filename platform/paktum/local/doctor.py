"""Checks of every part of an installation: each says in plain words whether it is well, and if not, what to do."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg
import redis

from paktum.core.errors import PaktumError
from paktum.core.languages import CATALOGUES, LANGUAGES
from paktum.core.messages import Message, msg
from paktum.core.settings import Settings, SettingsError
from paktum.local.accounts import server_account
from paktum.local.binaries import find_postgres, find_valkey
from paktum.local.ports import loopback_bindings
from paktum.local.provision import plain_url

_OLDEST_PYTHON: Final = (3, 11)
_NEXT_PYTHON: Final = (3, 15)
_LEAST_FREE_BYTES: Final = 500_000_000


@dataclass(frozen=True)
class Finding:
    """What one check found: the part's name, whether it is well, and the words for the person."""

    part: Message
    ok: bool
    words: Message


@dataclass(frozen=True)
class Patient:
    """What is examined: the full environment of the platform's processes, the demo's data folder and port.

    `serves` says that the demo is running on the folder, so that its port is rightly taken.
    """

    environment: Mapping[str, str]
    data: Path
    port: int
    serves: bool


def check_python(patient: Patient) -> Finding:
    """The Python version."""
    found = ".".join(map(str, sys.version_info[:3]))
    ok = _OLDEST_PYTHON <= sys.version_info[:2] < _NEXT_PYTHON
    words = (
        msg("Python %(version)s.", version=found)
        if ok
        else msg(
            "Python %(version)s is not supported. Install one from 3.11 to 3.14 and run “make setup” again.",
            version=found,
        )
    )
    return Finding(msg("Python"), ok, words)


def check_postgres_programs(patient: Patient) -> Finding:
    """The PostgreSQL programs, where we run the server ourselves."""
    part = msg("Database programs")
    if patient.environment.get("DATABASE_URL") and not patient.serves:
        return Finding(part, True, msg("Not needed: DATABASE_URL is set."))
    try:
        binaries = find_postgres(server_account(patient.data / "cluster"))
    except PaktumError as error:
        return Finding(part, False, error.message)
    return Finding(
        part, True, msg("PostgreSQL %(major)s in %(folder)s.", major=str(binaries.major), folder=str(binaries.folder))
    )


def check_valkey_program(patient: Patient) -> Finding:
    """The Valkey program, where we run the server ourselves."""
    part = msg("Queue program")
    if patient.environment.get("REDIS_URL") and not patient.serves:
        return Finding(part, True, msg("Not needed: REDIS_URL is set."))
    try:
        program = find_valkey(server_account(patient.data / "valkey"))
    except PaktumError as error:
        return Finding(part, False, error.message)
    return Finding(part, True, msg("Valkey in %(folder)s.", folder=str(program.parent)))


def check_data_folder(patient: Patient) -> Finding:
    """The data folder's rights and the room on its disk."""
    part, folder = msg("Data folder"), patient.data
    place = next(step for step in (folder, *folder.parents) if step.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            part,
            False,
            msg(
                "%(folder)s cannot be written to. Give yourself the right, or choose another folder with --data.",
                folder=str(place),
            ),
        )
    free = shutil.disk_usage(place).free
    gigabytes = f"{free / 1e9:.1f}"
    if free < _LEAST_FREE_BYTES:
        return Finding(
            part,
            False,
            msg("Only %(free)s GB are free for %(folder)s. Make room.", free=gigabytes, folder=str(folder)),
        )
    return Finding(part, True, msg("%(folder)s, %(free)s GB free.", folder=str(folder), free=gigabytes))


def check_port(patient: Patient) -> Finding:
    """The demo's port."""
    part = msg("Port")
    if patient.serves:
        return Finding(part, True, msg("The demo is running."))
    try:
        loopback_bindings(patient.port)
    except PaktumError as error:
        return Finding(part, False, error.message)
    return Finding(part, True, msg("%(port)s is free.", port=str(patient.port)))


def check_settings(patient: Patient) -> Finding:
    """Whether the environment holds every setting."""
    part = msg("Settings")
    try:
        Settings.from_environment(patient.environment)
    except SettingsError as error:
        return Finding(part, False, msg("%(reason)s. See README for every setting.", reason=str(error)))
    return Finding(part, True, msg("Complete."))


def check_database(patient: Patient) -> Finding:
    """Whether the database answers and the platform's login could do no harm."""
    part = msg("Database")
    try:
        with psycopg.connect(plain_url(_variable(patient, "DATABASE_URL")), connect_timeout=5) as connection:
            row = connection.execute(
                "select current_user::text, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb,"
                " exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where c.relowner = r.oid and n.nspname = 'public') from pg_roles r where r.rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return Finding(
            part,
            False,
            msg(
                "The database does not answer: %(reason)s. Start it, or correct DATABASE_URL.",
                reason=str(error).strip().splitlines()[0].rstrip("."),
            ),
        )
    login, powerful, owns = row or ("?", True, True)
    if powerful or owns:
        return Finding(
            part,
            False,
            msg(
                "The login %(login)s may do too much: it passes or could lift the walls between tenants. "
                "Use a login that owns nothing and is neither superuser nor BYPASSRLS.",
                login=str(login),
            ),
        )
    return Finding(part, True, msg("It answers, and the login %(login)s can do no harm.", login=str(login)))


def check_migrations(patient: Patient) -> Finding:
    """Whether the tables are those of this version."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    from paktum.core.migrate import head, present

    part = msg("Tables")
    url = patient.environment.get("DATABASE_OWNER_URL") or _variable(patient, "DATABASE_URL")
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found, wanted = present(connection), head()
    except SQLAlchemyError:
        return Finding(part, False, msg("They cannot be looked at, because the database does not answer."))
    if found != wanted:
        return Finding(
            part,
            False,
            msg(
                "They are at %(found)s and should be at %(wanted)s. Run “paktum migrate”; the demo does it when it starts.",
                found=found or "-",
                wanted=wanted or "-",
            ),
        )
    return Finding(part, True, msg("Up to date (%(revision)s).", revision=found or "-"))


def check_queue(patient: Patient) -> Finding:
    """Whether the queue answers."""
    part = msg("Queue")
    try:
        redis.Redis.from_url(_variable(patient, "REDIS_URL")).ping()
    except (redis.RedisError, ValueError) as error:
        return Finding(
            part,
            False,
            msg(
                "The queue does not answer: %(reason)s. Saving works on, but jobs wait. Start it, or correct REDIS_URL.",
                reason=str(error).rstrip("."),
            ),
        )
    return Finding(part, True, msg("It answers."))


def check_files(patient: Patient) -> Finding:
    """Whether the file store can be written to."""
    part, name = msg("File store"), patient.environment.get("PAKTUM_FILES")
    if not name:
        return Finding(part, False, msg("PAKTUM_FILES is not set. Set it to the folder that keeps people's files."))
    place = next(step for step in (Path(name), *Path(name).absolute().parents) if step.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return Finding(part, False, msg("%(folder)s cannot be written to. Correct PAKTUM_FILES.", folder=str(place)))
    return Finding(part, True, msg("%(folder)s can be written to.", folder=name))


def check_catalogues(patient: Patient) -> Finding:
    """Whether the messages of every language are compiled and not older than their source."""
    part = msg("Languages")
    stale = [language for language in LANGUAGES if not _is_compiled(CATALOGUES / language / "LC_MESSAGES")]
    if stale:
        return Finding(
            part,
            False,
            msg("Not compiled: %(languages)s. Run “paktum catalogues compile”.", languages=", ".join(stale)),
        )
    return Finding(part, True, msg("All are compiled: %(languages)s.", languages=", ".join(LANGUAGES)))


def check_assets(patient: Patient) -> Finding:
    """Whether styles and scripts are built."""
    part = msg("Styles and scripts")
    built = Path(__file__).parents[1] / "web" / "built" / "manifest.json"
    if not built.is_file():
        return Finding(part, False, msg("They are not built. Run “paktum assets build”."))
    return Finding(part, True, msg("They are built."))


def check_typesetting(patient: Patient) -> Finding:
    """Whether the typesetter loads and makes a page."""
    part = msg("Typesetting")
    if find_spec("typst") is None:
        return Finding(part, False, msg("The package typst is missing. Run “make setup” again."))
    try:
        import typst

        page = typst.compile(b"Paktum", format="pdf")
    except (ImportError, RuntimeError, ValueError) as error:
        return Finding(part, False, msg("No page could be set: %(reason)s.", reason=str(error).rstrip(".")))
    ok = bytes(page if isinstance(page, bytes) else b"").startswith(b"%PDF")
    return Finding(part, ok, msg("A page was set.") if ok else msg("No page could be set: %(reason)s.", reason="-"))


def check_mail(patient: Patient) -> Finding:
    """Where mail goes."""
    part, environment = msg("Sending of mail"), patient.environment
    if environment.get("PAKTUM_MAIL") == "catch":
        return Finding(part, True, msg("Every mail is caught and shown on a page; none is sent."))
    if not environment.get("PAKTUM_SMTP"):
        return Finding(
            part,
            False,
            msg(
                "PAKTUM_SMTP is not set, so mail would go to this machine. Set it to smtp://host:port, or set "
                "PAKTUM_MAIL=catch to try without sending."
            ),
        )
    if not environment.get("PAKTUM_MAIL_FROM"):
        return Finding(part, False, msg("PAKTUM_MAIL_FROM is not set. Set it to the address that mail comes from."))
    return Finding(part, True, msg("Mail goes out as %(sender)s.", sender=environment["PAKTUM_MAIL_FROM"]))


CHECKS_OF_THE_MACHINE: Final[tuple[Callable[[Patient], Finding], ...]] = (
    check_python,
    check_postgres_programs,
    check_valkey_program,
    check_data_folder,
    check_port,
    check_catalogues,
    check_assets,
    check_typesetting,
)
CHECKS_OF_THE_SERVICES: Final[tuple[Callable[[Patient], Finding], ...]] = (
    check_settings,
    check_database,
    check_migrations,
    check_queue,
    check_files,
    check_mail,
)


def examine(patient: Patient, checks: tuple[Callable[[Patient], Finding], ...]) -> Iterator[Finding]:
    """The finding of each check, as it is made."""
    return (check(patient) for check in checks)


def _variable(patient: Patient, name: str) -> str:
    return patient.environment.get(name, "")


def _is_compiled(folder: Path) -> bool:
    source, compiled = folder / "messages.po", folder / "messages.mo"
    if not source.exists():
        return compiled.exists()
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
