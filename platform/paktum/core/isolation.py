"""The walls around tenants as SQL: row-level security, policies and rights, written once for migrations and checks."""

from typing import Final

from sqlalchemy import MetaData, Table

from paktum.core.database import Base

OWNER: Final = "paktum_owner"
APP: Final = "paktum_app"
WORKER: Final = "paktum_worker"
COORDINATOR: Final = "paktum_coordinator"

# The raising form: without a tenant the setting is missing (42704) or empty (22P02), which is an error and never a list.
_OWN_ROWS: Final = "tenant_id = (select current_setting('app.tenant_id')::uuid)"

# Tables without a tenant, each with the reason why it may have none.
PLATFORM_TABLES: Final = {
    "tenant": "the list of pacts itself, shown on the apex",
    "tenant_host": "which host leads to which pact; read before a tenant is known",
    "account": "a person signs in to several pacts with one account",
    "account_session": "read by its secret before anything else is known",
    "account_token": "one-time links by mail, read by their secret",
    "sign_in_attempt": "throttling counts across pacts",
}
# The relay asks for the next messages of every tenant; it sees this one table whole and may change nothing else.
RELAY_TABLE: Final = "outbox_message"
# Written once and never changed: the chain of acts is proof, and an effect that took place stays so.
APPEND_ONLY: Final = frozenset({"audit_entry", "effect_ledger"})
# What the clean-up, which is the worker's, may nevertheless delete from when it is old.
CLEANED_UP: Final = "effect_ledger"


def is_tenant_table(table: Table) -> bool:
    return "tenant_id" in table.columns and table.name not in PLATFORM_TABLES


def walls_of(table_name: str) -> list[str]:
    """The statements that put a tenant table behind its walls; run by the owner after the table is made."""
    rights = "select, insert" if table_name in APPEND_ONLY else "select, insert, update, delete"
    statements = [
        f"alter table {table_name} enable row level security",
        f"alter table {table_name} force row level security",
        f"create policy own_rows on {table_name} to {APP}, {WORKER} using ({_OWN_ROWS}) with check ({_OWN_ROWS})",
        f"grant {rights} on {table_name} to {APP}, {WORKER}",
    ]
    if table_name == RELAY_TABLE:
        statements += [
            f"create policy relay_reads on {table_name} for select to {WORKER} using (true)",
            f"create policy relay_marks on {table_name} for update to {WORKER} using (true) with check (true)",
        ]
    return statements


def rights_of_platform_table(table_name: str) -> list[str]:
    """The rights on a table that belongs to no tenant."""
    return [f"grant select, insert, update, delete on {table_name} to {APP}, {WORKER}"]


def rights_of_clean_up() -> list[str]:
    """The right to delete old entries of a table that is else only appended to."""
    return [f"grant delete on {CLEANED_UP} to {WORKER}"]


def rights_of_version_table() -> list[str]:
    """The application may ask which revision the tables are at."""
    return [f"grant select on alembic_version to {APP}, {WORKER}"]


def walls(metadata: MetaData = Base.metadata) -> list[str]:
    """The statements for all tables, in the order of their names."""
    statements: list[str] = []
    for table in sorted(metadata.tables.values(), key=lambda t: t.name):
        if is_tenant_table(table):
            statements += walls_of(table.name)
        else:
            statements += rights_of_platform_table(table.name)
    return statements + rights_of_clean_up()
