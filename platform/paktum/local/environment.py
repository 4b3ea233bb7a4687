"""What the platform's own processes are told on a machine of our own: addresses, keys and folders as variables."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from paktum.core.messages import msg
from paktum.local.errors import LocalError
from paktum.local.passwords import load_passwords
from paktum.local.postgres import PostgresServer, running_urls
from paktum.local.provision import DatabaseUrls
from paktum.local.valkey import ValkeyServer, running_url

DEFAULT_PORT: Final = 8000
_KEY: Final = "signing"


def default_data_folder(port: int, environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder of the demo on a port: PAKTUM_DATA, else in the person's data home (XDG base directories)."""
    chosen = environment.get("PAKTUM_DATA")
    if chosen:
        return Path(chosen).absolute()
    base = environment.get("XDG_DATA_HOME", "")
    # The specification says that a relative path there is to be ignored.
    home = Path(base) if base.startswith("/") else Path.home() / ".local" / "share"
    return home / "paktum" / f"demo-{port}"


def addresses(urls: DatabaseUrls | None, redis_url: str | None, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that name the servers: those given from outside stay as they are, ours fill the rest."""
    found = (
        {}
        if urls is None
        else {
            "DATABASE_URL": urls.app,
            "DATABASE_WORKER_URL": urls.worker,
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_COORDINATOR_URL": urls.coordinator,
        }
    )
    if redis_url is not None:
        found["REDIS_URL"] = redis_url
    names = ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL", "DATABASE_COORDINATOR_URL", "REDIS_URL")
    return found | {name: environment[name] for name in names if environment.get(name)}


def demo_variables(data: Path, port: int) -> dict[str, str]:
    """The variables of a demo that is reached at `localhost:port` without https and catches its mail."""
    return {
        "PAKTUM_SECRET_KEY": load_passwords(data / "signing-key.json", (_KEY,))[_KEY],
        "PAKTUM_FILES": str(data / "files"),
        "PAKTUM_APEX": "localhost",
        "PAKTUM_PORT": str(port),
        "PAKTUM_SECURE": "no",
        "PAKTUM_MAIL": "catch",
        "PAKTUM_DEMO": "yes",
    }


@contextmanager
def connected(data: Path, port: int = DEFAULT_PORT) -> Iterator[dict[str, str]]:
    """The full environment for one command: servers given from outside, else those of the demo that runs on `data`,
    else our own, started for as long as the block runs.

    Raises LocalError when there are neither servers nor data of a demo to start them on.
    """
    environment = dict(os.environ)
    if environment.get("DATABASE_URL") and environment.get("REDIS_URL"):
        yield environment
        return
    urls, redis_url = running_urls(data), running_url(data)
    if urls is not None and redis_url is not None:
        yield demo_variables(data, port) | environment | addresses(urls, redis_url, environment)
        return
    if not (data / "cluster").exists():
        raise LocalError(
            msg(
                "There is no database: DATABASE_URL is not set and no demo has been started in %(folder)s. "
                "Start one with “make demo”, or set DATABASE_URL and REDIS_URL.",
                folder=str(data),
            )
        )
    with PostgresServer(data) as database, ValkeyServer(data) as valkey:
        found = addresses(database.provision(), valkey.url(), environment)
        yield demo_variables(data, port) | environment | found
