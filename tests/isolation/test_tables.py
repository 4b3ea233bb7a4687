"""Every table of the database stands behind the walls; and when a wall is taken away, these checks say so (P1)."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from paktum.core.isolation import COORDINATOR
from paktum.domains.schema import metadata
from tests.support.pacts import Pact
from tests.support.walls import gaps, tables, tenant_tables


def bind(connection: Connection, tenant: uuid.UUID) -> None:
    connection.execute(text("select set_config('app.tenant_id', :t, true)"), {"t": str(tenant)})


def test_the_walls_have_no_gap(as_admin: Connection) -> None:
    assert gaps(as_admin) == []


def test_the_database_has_the_tables_of_the_models_and_no_others(as_admin: Connection) -> None:
    assert set(tables(as_admin)) == set(metadata().tables) | {"alembic_version"}


@pytest.mark.parametrize(
    ("breach", "named"),
    [
        ("drop policy own_rows on body", "body: no policy"),
        ("alter table seat no force row level security", "seat: row security is not forced on the owner"),
        ("alter table seat disable row level security", "seat: row security is not enabled"),
        (
            "alter policy own_rows on body using (true)",
            "body: the policy does not compare the tenant in the raising form",
        ),
        ("create policy shared on plan_entry using (true)", "plan_entry: a further policy shared"),
        (
            "alter table seat drop constraint fk_seat_tenant_id_body_id;"
            " alter table body add constraint bare unique (id);"
            " alter table seat add constraint loose foreign key (body_id) references body (id)",
            "seat: loose can refer to another tenant's row",
        ),
        ("alter table organisation add constraint everywhere unique (id, code)", "everywhere is unique across tenants"),
        ("create index stray on mandate (holder)", "mandate: the index stray is not led by the tenant"),
        ("create table leaflet (id uuid primary key, words text)", "leaflet: no tenant_id that must be there"),
        (
            "create table leaflet (tenant_id uuid not null, id uuid, primary key (tenant_id, id))",
            "leaflet: row security is not enabled",
        ),
        ("grant truncate on body to paktum_app", "body: paktum_app may TRUNCATE"),
        ("grant update on audit_entry to paktum_app", "audit_entry: paktum_app may UPDATE"),
        ("grant delete on audit_entry to paktum_worker", "audit_entry: paktum_worker may DELETE"),
        ("grant delete on effect_ledger to paktum_app", "effect_ledger: paktum_app may DELETE"),
        ("alter role paktum_app bypassrls", "paktum_app has more power than a guest"),
        ("create view peek as select * from body", "the view peek is not looked after here"),
        (
            "create function peek() returns text language sql immutable as $$select current_setting('app.tenant_id')$$",
            "the function peek runs with its owner's rights or pretends to be immutable",
        ),
    ],
)
def test_a_breach_in_the_walls_is_named(as_admin: Connection, breach: str, named: str) -> None:
    for statement in breach.split("; ") if "$$" not in breach else [breach]:
        as_admin.execute(text(statement))
    assert any(named in gap for gap in gaps(as_admin)), gaps(as_admin)


def test_no_table_can_be_read_without_a_tenant(as_app: Connection) -> None:
    for name in tenant_tables(as_app):
        with pytest.raises(DBAPIError, match="app.tenant_id"), as_app.begin_nested():
            as_app.execute(text(f"select * from {name}"))


def test_after_a_transaction_the_tenant_is_forgotten(as_app: Connection, pact: Pact) -> None:
    bind(as_app, pact.id)
    as_app.execute(text("select * from body"))
    as_app.rollback()
    with pytest.raises(DBAPIError, match="uuid"):
        as_app.execute(text("select * from body"))


def test_in_no_table_another_tenants_rows_are_seen_changed_or_removed(
    as_app: Connection, make_pact: Callable[[str], Pact]
) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    bind(as_app, one.id)
    for name in tenant_tables(as_app):
        seen = as_app.execute(text(f"select count(*) from {name} where tenant_id = :t"), {"t": other.id}).scalar_one()
        assert seen == 0, name
        if name not in ("audit_entry", "effect_ledger"):
            touched = as_app.execute(text(f"delete from {name} where tenant_id = :t"), {"t": other.id}).rowcount
            assert touched == 0, name


def test_in_no_table_a_row_can_be_written_for_another_tenant(
    as_app: Connection, make_pact: Callable[[str], Pact]
) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    bind(as_app, one.id)
    for name in tenant_tables(as_app):
        column = "" if name == "tenant_revision" else ", id"
        value = "" if name == "tenant_revision" else ", gen_random_uuid()"
        with pytest.raises(DBAPIError, match="row-level security"), as_app.begin_nested():
            as_app.execute(text(f"insert into {name} (tenant_id{column}) values (:t{value})"), {"t": other.id})


def test_no_row_can_be_moved_to_another_tenant(as_app: Connection, make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    bind(as_app, one.id)
    for name in ("body", "seat", "organisation", "membership", "tenant_configuration"):
        with pytest.raises(DBAPIError, match="row-level security"), as_app.begin_nested():
            as_app.execute(text(f"update {name} set tenant_id = :t"), {"t": other.id})


def test_a_reference_to_another_tenants_row_cannot_be_written(
    as_app: Connection, make_pact: Callable[[str], Pact]
) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    bind(as_app, other.id)
    foreign_body = as_app.execute(text("select id from body limit 1")).scalar_one()
    as_app.rollback()
    bind(as_app, one.id)
    with pytest.raises(DBAPIError, match="foreign key"):
        as_app.execute(
            text("insert into seat (tenant_id, id, body_id, label) values (:t, gen_random_uuid(), :b, 'a seat')"),
            {"t": one.id, "b": foreign_body},
        )


def test_the_relay_sees_messages_of_all_tenants_and_nothing_else(as_worker: Connection, as_app: Connection) -> None:
    as_worker.execute(text("select count(*) from outbox_message"))
    for name in set(tenant_tables(as_worker)) - {"outbox_message"}:
        with pytest.raises(DBAPIError, match="app.tenant_id"), as_worker.begin_nested():
            as_worker.execute(text(f"select * from {name}"))
    with pytest.raises(DBAPIError, match="app.tenant_id"):
        as_app.execute(text("select count(*) from outbox_message"))


def test_a_coordinator_reads_no_tenants_table(as_admin: Connection) -> None:
    granted = as_admin.execute(
        text("select table_name from information_schema.role_table_grants where grantee = :r"), {"r": COORDINATOR}
    ).all()
    assert granted == []
