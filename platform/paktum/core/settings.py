"""Settings of one installation, read once from the environment into a frozen object."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

LONGEST_REPLY_NAME: Final = 17
MailMode = Literal["smtp", "catch"]


class SettingsError(Exception):
    """The environment lacks a setting or holds one that cannot be used; the text names it."""


@dataclass(frozen=True)
class Settings:
    """What an installation needs to know; see README for the environment variable of each.

    `apex` is the host of the network and of the list of pacts, without port; `port` is the one people type, None for the
    scheme's own. `secure` means that people come by https: cookies are marked so and addresses in mail are written so.
    `pool` is how many connections to the database a process keeps. `reply_address` is where answers to invitations come
    back to, with something after a plus sign that says whose; None where no mail is taken in.
    """

    database_url: str
    redis_url: str
    secret_key: str
    apex: str
    port: int | None
    secure: bool
    files: Path
    mail: MailMode
    smtp_url: str
    mail_from: str
    worker_database_url: str
    owner_database_url: str | None
    demo: bool
    pool: int = 4
    reply_address: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raises SettingsError naming the variable that is missing or wrong."""

        def need(name: str) -> str:
            value = environment.get(name, "").strip()
            if not value:
                raise SettingsError(f"{name} is not set")
            return value

        mail = environment.get("PAKTUM_MAIL", "smtp")
        if mail not in ("smtp", "catch"):
            raise SettingsError(f"PAKTUM_MAIL is «{mail}»; it must be smtp or catch")
        if len(need("PAKTUM_SECRET_KEY")) < 32:
            raise SettingsError("PAKTUM_SECRET_KEY is shorter than 32 characters")
        database_url = _driver(need("DATABASE_URL"))
        return cls(
            database_url=database_url,
            redis_url=need("REDIS_URL"),
            secret_key=need("PAKTUM_SECRET_KEY"),
            apex=environment.get("PAKTUM_APEX", "localhost").lower(),
            port=_number(environment, "PAKTUM_PORT", 0) or None,
            secure=environment.get("PAKTUM_SECURE", "yes") != "no",
            files=Path(need("PAKTUM_FILES")),
            mail="catch" if mail == "catch" else "smtp",
            smtp_url=environment.get("PAKTUM_SMTP", "smtp://localhost:25"),
            mail_from=environment.get("PAKTUM_MAIL_FROM", "paktum@localhost"),
            worker_database_url=_driver(environment.get("DATABASE_WORKER_URL") or database_url),
            owner_database_url=owner_url_of(environment),
            demo=environment.get("PAKTUM_DEMO") == "yes",
            pool=_number(environment, "PAKTUM_POOL", 4),
            reply_address=_reply_address(environment.get("PAKTUM_REPLY_ADDRESS", "").strip()),
        )

    def origin_of(self, host: str) -> str:
        """The scheme, host and port that people type to reach a host of this installation."""
        scheme = "https" if self.secure else "http"
        usual = {"https": 443, "http": 80}[scheme]
        return f"{scheme}://{host}" + (f":{self.port}" if self.port and self.port != usual else "")


def owner_url_of(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address with the login that owns the tables (DATABASE_OWNER_URL), for migrations; None when it is not set."""
    owner = environment.get("DATABASE_OWNER_URL")
    return _driver(owner) if owner else None


def _driver(url: str) -> str:
    """Name the psycopg 3 driver in a database address that leaves it open."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _reply_address(given: str) -> str | None:
    """The address for answers; there must be room behind its name for a mark of 47 letters (RFC 5321, 4.5.3.1.1)."""
    if not given:
        return None
    local, at, domain = given.rpartition("@")
    if not (at and local and domain and given.isascii()) or "+" in local or len(local) > LONGEST_REPLY_NAME:
        raise SettingsError(
            f"PAKTUM_REPLY_ADDRESS is «{given}»; it must be an address without a plus sign"
            f" and with at most {LONGEST_REPLY_NAME} letters before the @"
        )
    return given.lower()


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    if value and not value.isdigit():
        raise SettingsError(f"{name} is «{value}»; it must be a number")
    return int(value) if value else default
