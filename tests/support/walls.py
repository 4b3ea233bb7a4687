"""Looks at a database from outside and names every place where the walls around tenants have a gap."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from paktum.core.isolation import APPEND_ONLY, CLEANED_UP, PLATFORM_TABLES, WORKER

# Tables that are known to the whole installation and hold no rows of people, with the tool that makes them.
NOT_OURS = {"alembic_version"}
# Tenant tables whose key is the tenant alone, because a tenant has one row.
KEYED_BY_TENANT = {"tenant_revision"}
# The relay asks for what waits in all tenants at once.
INDEXES_ACROSS = {"ix_outbox_message_waiting"}
POLICY = "(tenant_id = ( SELECT (current_setting('app.tenant_id'::text))::uuid AS current_setting))"


def tables(connection: Connection) -> list[str]:
    """Every table in the schema that the platform works in."""
    return [
        row.relname
        for row in connection.execute(
            text(
                "select relname from pg_class c join pg_namespace n on n.oid = relnamespace"
                " where nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and relkind in ('r', 'p', 'm', 'f')"
                " order by relname"
            )
        )
    ]


def tenant_tables(connection: Connection) -> list[str]:
    return [name for name in tables(connection) if name not in PLATFORM_TABLES and name not in NOT_OURS]


def gaps(connection: Connection) -> list[str]:
    """Every gap in the walls, in words; an empty list means that they stand."""
    return [gap for name in tenant_tables(connection) for gap in _gaps_of(connection, name)] + list(_powers(connection))


def _gaps_of(connection: Connection, name: str) -> Iterator[str]:
    columns = {
        row.attname: row.attnotnull
        for row in connection.execute(
            text("select attname, attnotnull from pg_attribute where attrelid = cast(:t as regclass) and attnum > 0"),
            {"t": name},
        )
    }
    if not columns.get("tenant_id"):
        yield f"{name}: no tenant_id that must be there"
        return
    yield from _policy_gaps(connection, name)
    yield from _key_gaps(connection, name)
    yield from _right_gaps(connection, name)


def _policy_gaps(connection: Connection, name: str) -> Iterator[str]:
    security = connection.execute(
        text("select relrowsecurity, relforcerowsecurity from pg_class where oid = cast(:t as regclass)"), {"t": name}
    ).one()
    if not security.relrowsecurity:
        yield f"{name}: row security is not enabled"
    if not security.relforcerowsecurity:
        yield f"{name}: row security is not forced on the owner"
    policies = connection.execute(
        text("select policyname, roles, cmd, permissive, qual, with_check from pg_policies where tablename = :t"),
        {"t": name},
    ).all()
    own = [policy for policy in policies if policy.policyname == "own_rows"]
    if not own:
        yield f"{name}: no policy"
    for policy in own:
        if _flat(policy.qual) != POLICY or _flat(policy.with_check) != POLICY or policy.cmd != "ALL":
            yield f"{name}: the policy does not compare the tenant in the raising form"
    for policy in policies:
        if policy.policyname != "own_rows" and (name != "outbox_message" or list(policy.roles) != ["paktum_worker"]):
            yield f"{name}: a further policy {policy.policyname}"


def _key_gaps(connection: Connection, name: str) -> Iterator[str]:
    constraints = connection.execute(
        text(
            "select conname, contype, confrelid::regclass::text as target,"
            " array(select attname::text from unnest(conkey) with ordinality k(n, o)"
            "  join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by o) as columns"
            " from pg_constraint where conrelid = cast(:t as regclass) and contype in ('p', 'u', 'f')"
        ),
        {"t": name},
    ).all()
    primary = next((list(c.columns) for c in constraints if c.contype == "p"), None)
    wanted = ["tenant_id"] if name in KEYED_BY_TENANT else ["tenant_id", "id"]
    if primary != wanted:
        yield f"{name}: the primary key is {primary}"
    for constraint in constraints:
        led = constraint.columns[0] == "tenant_id"
        if constraint.contype == "u" and not led:
            yield f"{name}: {constraint.conname} is unique across tenants"
        if constraint.contype == "f" and constraint.target not in PLATFORM_TABLES and not led:
            yield f"{name}: {constraint.conname} can refer to another tenant's row"
    indexes = connection.execute(
        text(
            "select i.relname, a.attname from pg_index x join pg_class i on i.oid = indexrelid"
            " left join pg_attribute a on a.attrelid = indrelid and a.attnum = indkey[0]"
            " where indrelid = cast(:t as regclass)"
        ),
        {"t": name},
    ).all()
    for index in indexes:
        if index.attname != "tenant_id" and index.relname not in INDEXES_ACROSS:
            yield f"{name}: the index {index.relname} is not led by the tenant"


def _right_gaps(connection: Connection, name: str) -> Iterator[str]:
    rights = connection.execute(
        text("select grantee, privilege_type from information_schema.role_table_grants where table_name = :t"),
        {"t": name},
    ).all()
    allowed = {"SELECT", "INSERT"} if name in APPEND_ONLY else {"SELECT", "INSERT", "UPDATE", "DELETE"}
    for right in rights:
        if right.grantee in ("PUBLIC", "paktum_coordinator"):
            yield f"{name}: {right.grantee} may {right.privilege_type}"
        if (name, right.grantee, right.privilege_type) == (CLEANED_UP, WORKER, "DELETE"):
            continue
        if right.grantee in ("paktum_app", "paktum_worker") and right.privilege_type not in allowed:
            yield f"{name}: {right.grantee} may {right.privilege_type}"


def _powers(connection: Connection) -> Iterator[str]:
    for role in connection.execute(
        text(
            "select rolname from pg_roles where rolname in ('paktum_app', 'paktum_worker', 'paktum_coordinator')"
            " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"
        )
    ):
        yield f"{role.rolname} has more power than a guest"
    for row in connection.execute(
        text(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = pronamespace"
            " where nspname = 'public' and (prosecdef or provolatile = 'i') and not exists"
            " (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
        )
    ):
        yield f"the function {row.proname} runs with its owner's rights or pretends to be immutable"
    for row in connection.execute(text("select viewname from pg_views where schemaname = 'public'")):
        yield f"the view {row.viewname} is not looked after here"


def _flat(expression: Any) -> str:
    return " ".join(str(expression).split())
