"""The real PostgreSQL and Valkey that tests run on, and one migrated database to copy for each test process."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from paktum.local.errors import InUse
from paktum.local.postgres import PostgresServer
from paktum.local.provision import DatabaseUrls, create_database, drop_database, plain_url
from paktum.local.server import Durability
from paktum.local.valkey import ValkeyServer

CHECKOUT = Path(__file__).parents[2]
# What the migrated database depends on: the history, the walls between tenants, the logins.
_MADE_BY = ("migrations/**/*.py", "platform/paktum/core/isolation.py", "platform/paktum/local/provision.py")


@dataclass(frozen=True)
class Servers:
    """Where the servers of this test process are, and the name of the migrated database to copy."""

    urls: DatabaseUrls
    redis_url: str
    template: str


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Servers of this process alone; while they start, the application is loaded, which takes as long."""
    with ExitStack() as stack:
        postgres = _launched_postgres(stack)
        valkey = ValkeyServer(postgres.folder / "queue", durability=Durability.FAST)
        valkey.launch()
        stack.callback(valkey.stop)
        import paktum.app  # noqa: F401  (loaded for those who ask for it next)

        postgres.wait()
        valkey.wait()
        yield Servers(postgres.urls(), valkey.url(), _template(postgres))


def _launched_postgres(stack: ExitStack, number: int = 1) -> PostgresServer:
    """A server on the first folder that no other process uses.

    The data is kept between runs, because setting a cluster up takes longer than most tests.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "paktum" / f"tests-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]}-{number}"
    postgres = PostgresServer(folder, durability=Durability.FAST, max_connections=100)
    try:
        postgres.launch()
    except InUse:
        return _launched_postgres(stack, number + 1)
    stack.callback(postgres.stop)
    return postgres


def _template(postgres: PostgresServer) -> str:
    """The migrated database, made anew when something that it depends on changed."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _MADE_BY for path in CHECKOUT.glob(pattern)):
        digest.update(path.read_bytes())
    name = f"template_{digest.hexdigest()[:12]}"
    urls = postgres.urls().of("postgres")
    with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
        names = {str(row[0]) for row in connection.execute("select datname from pg_database")}
    for old in names:
        if old.startswith(("template_", "test_")) and old != name:
            drop_database(urls, old)
    if name not in names:
        # Not at the top: most runs find the database as the last one left it.
        from paktum.core.migrate import upgrade

        draft = f"{name}_draft"
        upgrade(create_database(postgres.provision(), draft).owner)
        with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
            connection.execute(f"alter database {draft} rename to {name}")
    return name


@contextmanager
def own_database(servers: Servers, name: str) -> Iterator[DatabaseUrls]:
    """A copy of the migrated database, for one test process or one test."""
    urls = create_database(servers.urls, name, template=servers.template)
    try:
        yield urls
    finally:
        drop_database(urls, name)
