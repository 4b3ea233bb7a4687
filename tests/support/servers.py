"""The real PostgreSQL and Valkey that tests run on, and one migrated database to copy for each test process."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from paktum.core.migrate import upgrade
from paktum.local.errors import InUse
from paktum.local.postgres import Durability, PostgresServer
from paktum.local.provision import DatabaseUrls, create_database, drop_database
from paktum.local.valkey import ValkeyServer

CHECKOUT = Path(__file__).parents[2]
HANDED_ON = "PAKTUM_TEST_SERVERS"


@dataclass(frozen=True)
class Servers:
    """Where the servers of this test run are, and the name of the migrated database to copy."""

    urls: DatabaseUrls
    redis_url: str
    template: str

    def to_json(self) -> str:
        return json.dumps({"urls": asdict(self.urls), "redis_url": self.redis_url, "template": self.template})

    @classmethod
    def from_json(cls, text: str) -> "Servers":
        values = json.loads(text)
        return cls(DatabaseUrls(**values["urls"]), values["redis_url"], values["template"])


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Servers for one run: those of the run that started this process, else our own.

    The data is kept between runs, because setting a cluster up takes longer than most tests; while another run of the
    same checkout uses it, this one works in a folder of its own.
    """
    handed_on = os.environ.get(HANDED_ON)
    if handed_on:
        yield Servers.from_json(handed_on)
        return
    with ExitStack() as stack:
        postgres = _open_postgres(stack)
        valkey = stack.enter_context(ValkeyServer(postgres.folder / "queue"))
        urls = postgres.provision()
        yield Servers(urls, valkey.url(), _template(urls))


def _open_postgres(stack: ExitStack) -> PostgresServer:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = cache / "paktum" / f"tests-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]}"
    try:
        return stack.enter_context(PostgresServer(kept, durability=Durability.FAST, max_connections=100))
    except InUse:
        own = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paktum-tests-", ignore_cleanup_errors=True)))
        return stack.enter_context(PostgresServer(own, durability=Durability.FAST, max_connections=100))


def _template(urls: DatabaseUrls) -> str:
    """The migrated database, made anew when the history or the walls changed."""
    digest = hashlib.sha256()
    for path in sorted((CHECKOUT / "migrations").rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update((CHECKOUT / "platform/paktum/core/isolation.py").read_bytes())
    name = f"template_{digest.hexdigest()[:12]}"
    import psycopg

    from paktum.local.provision import plain_url

    with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
        names = {str(row[0]) for row in connection.execute("select datname from pg_database")}
    for old in names:
        if old.startswith(("template_", "test_")) and old != name:
            drop_database(urls, old)
    if name not in names:
        draft = f"{name}_draft"
        upgrade(create_database(urls, draft).owner)
        with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
            connection.execute(f"alter database {draft} rename to {name}")
    return name


@contextmanager
def own_database(servers: Servers, name: str) -> Iterator[DatabaseUrls]:
    """A copy of the migrated database, for one test process or one test."""
    drop_database(servers.urls, name)
    yield create_database(servers.urls, name, template=servers.template)
    drop_database(servers.urls, name)
