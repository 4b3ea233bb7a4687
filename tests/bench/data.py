"""The data of the bench: 300 tenants with 5 bodies and 40 entries each, two of them with 100, and one sign-in each."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg

from paktum.core.ids import new_id
from paktum.domains.people.visitors import hash_of_secret
from paktum.local.provision import DatabaseUrls, plain_url
from paktum.plugin.loader import load_plugins
from paktum.plugin.tenants import read_tenant, tenants_folder
from tests.bench.references import SCHEMA, WALLS

TENANTS, ENTRIES, BODIES, LONG = 300, 40, 5, 100


@dataclass(frozen=True)
class BenchTenant:
    """A tenant to ask: its host, the secret of a signed-in session, and ids of things in it."""

    id: uuid.UUID
    host: str
    secret: str
    body: uuid.UUID
    entry: uuid.UUID
    feed: uuid.UUID


def fill(urls: DatabaseUrls) -> tuple[BenchTenant, BenchTenant]:
    """Write everything in one go; gives the first and the last tenant."""
    folder = read_tenant(tenants_folder() / "tiszakecske", load_plugins())
    declared = json.dumps(folder.tenant.value.model_dump(mode="json", exclude_defaults=True))
    with psycopg.connect(plain_url(urls.owner)) as connection:
        connection.execute(SCHEMA)  # type: ignore[arg-type]
        for table in ("bench_row", "bench_person"):
            connection.execute(WALLS.format(table))  # type: ignore[arg-type]
        tenants = [_tenant(connection, number, declared) for number in range(TENANTS)]
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    return tenants[0], tenants[-1]


def _tenant(connection: psycopg.Connection[Any], number: int, declared: str) -> BenchTenant:
    tenant, host, secret = new_id(), f"bench-{number}.localhost", f"bench secret {number}"
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tenant (id, slug, name, short_name, reference, language, country, region, timezone, hue)"
            " values (%s, %s, %s, 'Bench', '', 'hu', 'HU', 'HU331', 'Europe/Budapest', 173)",
            (tenant, f"bench-{number}", f"Bench {number}"),
        )
        cursor.execute("insert into tenant_host (host, tenant_id, canonical) values (%s, %s, true)", (host, tenant))
        cursor.execute(
            "insert into tenant_configuration (tenant_id, id, declared, changes, digest) values (%s, %s, %s, '{}', %s)",
            (tenant, new_id(), declared, f"bench {number}"),
        )
        cursor.execute("insert into tenant_revision (tenant_id, revision) values (%s, 1)", (tenant,))
        _sign_in(cursor, tenant, number, secret)
        bodies = [new_id() for _ in range(BODIES)]
        for sequence, body in enumerate(bodies):
            kind = "hu.steering_group" if sequence else "hu.forum"
            cursor.execute(
                "insert into body (tenant_id, id, body_type, name, sequence) values (%s, %s, %s, %s, %s)",
                (tenant, body, kind, f"Testület {sequence}", sequence),
            )
            for seat in range(5):
                cursor.execute(
                    "insert into seat (tenant_id, id, body_id, label, sequence) values (%s, %s, %s, %s, %s)",
                    (tenant, new_id(), body, f"Szék {seat}", seat),
                )
        count = LONG if number in (0, TENANTS - 1) else ENTRIES
        entries = [_entry(cursor, tenant, bodies, sequence) for sequence in range(count)]
        feed = new_id()
        cursor.execute("insert into calendar_feed (tenant_id, id) values (%s, %s)", (tenant, feed))
        _reference_rows(cursor, tenant)
    return BenchTenant(tenant, host, secret, bodies[1], entries[1], feed)


def _sign_in(cursor: psycopg.Cursor[Any], tenant: uuid.UUID, number: int, secret: str) -> None:
    account = new_id()
    cursor.execute("insert into account (id, email) values (%s, %s)", (account, f"head@bench-{number}.example"))
    cursor.execute(
        "insert into membership (tenant_id, id, account_id, role, post) values (%s, %s, %s, 'head', 'Vezető')",
        (tenant, new_id(), account),
    )
    cursor.execute(
        "insert into account_session (id, secret_hash, account_id, tenant_id, expires_at)"
        " values (%s, %s, %s, %s, now() + interval '1 day')",
        (new_id(), hash_of_secret(secret), account, tenant),
    )


def _entry(cursor: psycopg.Cursor[Any], tenant: uuid.UUID, bodies: list[uuid.UUID], sequence: int) -> uuid.UUID:
    entry = new_id()
    kind = "session" if sequence % 3 else "event"
    month = date(2026 + sequence // 36, sequence % 36 // 3 + 1, 1)
    following = (month + timedelta(days=32)).replace(day=1)
    cursor.execute(
        "insert into plan_entry (tenant_id, id, kind, sequence, title, body_id, types, period, precision, place, purpose,"
        " results_text) values (%s, %s, %s, %s, %s, %s, %s, daterange(%s, %s), 'month', 'Tiszakécske', %s, %s)",
        (
            tenant,
            entry,
            kind,
            sequence + 1,
            f"{sequence + 1}. tétel a munkaprogramban",
            bodies[sequence % BODIES] if kind == "session" else None,
            [] if kind == "session" else ["hu.informing"],
            month,
            following,
            "Tájékozódás a térség munkaerő-piaci helyzetéről, javaslatok megfogalmazása és a következő lépések előkészítése.",
            "min. 30 fő résztvevő",
        ),
    )
    cursor.execute(
        "insert into plan_entry_result (tenant_id, id, entry_id, sequence, measure, at_least)"
        " values (%s, %s, %s, 1, 'participants', 30)",
        (tenant, new_id(), entry),
    )
    return entry


def _reference_rows(cursor: psycopg.Cursor[Any], tenant: uuid.UUID) -> None:
    cursor.execute("insert into bench_person values (%s, %s, 'A reader')", (tenant, new_id()))
    for number in range(100):
        cursor.execute(
            "insert into bench_row values (%s, %s, %s, %s, 'Tiszakécske', %s, %s, %s)",
            (
                tenant,
                new_id(),
                number,
                f"{number}. tétel a munkaprogramban",
                date(2026, 1, 1) + timedelta(days=number),
                "late" if number % 7 == 0 else "planned",
                "Tájékozódás a térség munkaerő-piaci helyzetéről",
            ),
        )
