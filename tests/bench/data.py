"""The data of the bench: 300 tenants with 5 bodies and 40 entries each, two of them with 100, and one sign-in each."""

import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from psycopg import sql

from paktum.core.ids import new_id
from paktum.domains.people.passwords import hash_of_secret
from paktum.local.provision import DatabaseUrls, plain_url
from paktum.plugin.loader import load_plugins
from paktum.plugin.tenants import read_tenant, tenants_folder
from tests.bench.references import SCHEMA, WALLS

TENANTS: Final = 300
ENTRIES: Final = 40
BODIES: Final = 5
SEATS: Final = 5
LONG: Final = 100
_PURPOSE: Final = (
    "Tájékozódás a térség munkaerő-piaci helyzetéről, javaslatok megfogalmazása és a következő lépések előkészítése."
)

Rows = dict[str, list[dict[str, Any]]]


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
    """Write everything into a migrated database; gives the first and the last tenant."""
    folder = read_tenant(tenants_folder() / "tiszakecske", load_plugins())
    declared = json.dumps(folder.tenant.value.model_dump(mode="json", exclude_defaults=True))
    rows: Rows = defaultdict(list)
    tenants = [_tenant(rows, number, declared) for number in range(TENANTS)]
    with psycopg.connect(plain_url(urls.owner)) as connection:
        connection.execute(SCHEMA)
        for table in ("bench_row", "bench_person"):
            connection.execute(WALLS.format(table).encode())
        for table, values in rows.items():
            _write(connection, table, values)
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    return tenants[0], tenants[-1]


def _write(connection: psycopg.Connection[Any], table: str, values: list[dict[str, Any]]) -> None:
    columns = list(values[0])
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(map(sql.Placeholder, columns)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _tenant(rows: Rows, number: int, declared: str) -> BenchTenant:
    tenant, host, secret = new_id(), f"bench-{number}.localhost", f"bench secret {number}"
    place = {"language": "hu", "country": "HU", "region": "HU331", "timezone": "Europe/Budapest", "hue": 173}
    names = {"slug": f"bench-{number}", "name": f"Bench {number}", "short_name": "Bench", "reference": ""}
    rows["tenant"].append({"id": tenant, **names, **place})
    rows["tenant_host"].append({"host": host, "tenant_id": tenant, "canonical": True})
    rows["tenant_configuration"].append(
        {"tenant_id": tenant, "id": new_id(), "declared": declared, "changes": "{}", "digest": f"bench {number}"}
    )
    rows["tenant_revision"].append({"tenant_id": tenant, "revision": 1})
    _sign_in(rows, tenant, number, secret)
    bodies = [_body(rows, tenant, sequence) for sequence in range(BODIES)]
    count = LONG if number in (0, TENANTS - 1) else ENTRIES
    entries = [_entry(rows, tenant, bodies, sequence) for sequence in range(count)]
    feed = new_id()
    rows["calendar_feed"].append({"tenant_id": tenant, "id": feed})
    _reference_rows(rows, tenant)
    return BenchTenant(tenant, host, secret, bodies[1], entries[1], feed)


def _sign_in(rows: Rows, tenant: uuid.UUID, number: int, secret: str) -> None:
    account = new_id()
    rows["account"].append({"id": account, "email": f"head@bench-{number}.example"})
    rows["membership"].append(
        {"tenant_id": tenant, "id": new_id(), "account_id": account, "role": "head", "post": "Vezető"}
    )
    rows["account_session"].append(
        {
            "id": new_id(),
            "secret_hash": hash_of_secret(secret),
            "account_id": account,
            "tenant_id": tenant,
            "expires_at": "infinity",
        }
    )


def _body(rows: Rows, tenant: uuid.UUID, sequence: int) -> uuid.UUID:
    body = new_id()
    rows["body"].append(
        {
            "tenant_id": tenant,
            "id": body,
            "body_type": "hu.steering_group" if sequence else "hu.forum",
            "name": f"Testület {sequence}",
            "sequence": sequence,
        }
    )
    for number in range(SEATS):
        seat = new_id()
        rows["seat"].append(
            {"tenant_id": tenant, "id": seat, "body_id": body, "label": f"Szék {number}", "sequence": number}
        )
        rows["mandate"].append(
            {
                "tenant_id": tenant,
                "id": new_id(),
                "body_id": body,
                "seat_id": seat,
                "holder": f"Képviselő {number}",
                "role": "member",
            }
        )
    return body


def _entry(rows: Rows, tenant: uuid.UUID, bodies: list[uuid.UUID], sequence: int) -> uuid.UUID:
    entry, is_session = new_id(), sequence % 3 > 0
    month = date(2026 + sequence // 36, sequence % 36 // 3 + 1, 1)
    following = (month + timedelta(days=32)).replace(day=1)
    rows["plan_entry"].append(
        {
            "tenant_id": tenant,
            "id": entry,
            "kind": "session" if is_session else "event",
            "sequence": sequence + 1,
            "title": f"{sequence + 1}. tétel a munkaprogramban",
            "body_id": bodies[sequence % BODIES] if is_session else None,
            "types": [] if is_session else ["hu.informing"],
            "period": f"[{month},{following})",
            "precision": "month",
            "place": "Tiszakécske",
            "purpose": _PURPOSE,
            "results_text": "min. 30 fő résztvevő",
        }
    )
    rows["plan_entry_result"].append(
        {
            "tenant_id": tenant,
            "id": new_id(),
            "entry_id": entry,
            "sequence": 1,
            "measure": "participants",
            "at_least": 30,
        }
    )
    return entry


def _reference_rows(rows: Rows, tenant: uuid.UUID) -> None:
    rows["bench_person"].append({"tenant_id": tenant, "id": new_id(), "name": "A reader"})
    for number in range(LONG):
        rows["bench_row"].append(
            {
                "tenant_id": tenant,
                "id": new_id(),
                "number": number,
                "title": f"{number}. tétel a munkaprogramban",
                "place": "Tiszakécske",
                "day": date(2026, 1, 1) + timedelta(days=number),
                "state": "late" if number % 7 == 0 else "planned",
                "note": _PURPOSE[:47],
            }
        )
