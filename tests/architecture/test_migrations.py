"""The history of the database leads exactly to the models, and back, with rows in the tables."""

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from paktum.core.migrate import differences, downgrade, head, present, upgrade
from paktum.domains.schema import metadata
from paktum.local.provision import create_database, drop_database

if TYPE_CHECKING:
    from flask import Flask

    from paktum.local.provision import DatabaseUrls
    from tests.support.servers import Servers


def test_the_migrated_tables_equal_the_models(database: "DatabaseUrls") -> None:
    assert differences(database.owner, metadata()) == []


def test_the_history_leads_up_down_and_up_again_with_rows_in_the_tables(servers: "Servers") -> None:
    urls = create_database(servers.urls, "test_history")
    try:
        upgrade(urls.owner)
        engine = create_engine(urls.owner, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(
                text(
                    "insert into tenant (id, slug, name, short_name, reference, language, country, region, timezone, hue)"
                    " values (gen_random_uuid(), 'one', 'One', 'One', '', 'hu', 'HU', 'HU331', 'Europe/Budapest', 1)"
                )
            )
            connection.execute(
                text(
                    "insert into body (tenant_id, id, body_type, name)"
                    " select id, gen_random_uuid(), 'hu.forum', 'Forum' from tenant"
                )
            )
        downgrade(urls.owner, "base")
        upgrade(urls.owner)
        with engine.connect() as connection:
            assert present(connection) == head()
        engine.dispose()
    finally:
        drop_database(servers.urls, "test_history")


def test_a_motion_that_was_decided_anew_does_not_keep_the_history_from_leading_down(servers: "Servers") -> None:
    urls = create_database(servers.urls, "test_history_of_decisions")
    try:
        upgrade(urls.owner)
        engine = create_engine(urls.admin, poolclass=NullPool)
        with engine.begin() as connection:
            # Rows without what they refer to: only their own keys matter here.
            connection.execute(text("set session_replication_role = replica"))
            connection.execute(
                text(
                    "insert into decision (tenant_id, id, body_id, motion_id, ordinal, year, number, title, text,"
                    " decided_on, annulled_because)"
                    " select t, gen_random_uuid(), b, m, n, 2026, n::text, '', '', '2026-11-21', why"
                    " from (select gen_random_uuid() t, gen_random_uuid() b, gen_random_uuid() m) ids,"
                    " (values (1, 'by mistake'), (2, null)) rows (n, why)"
                )
            )
        downgrade(urls.owner, "0003")
        with engine.connect() as connection:
            found = connection.scalars(text("select motion_id is null from decision order by ordinal")).all()
        engine.dispose()
        assert found == [True, False]
    finally:
        drop_database(servers.urls, "test_history_of_decisions")


def test_the_application_finds_its_tables_at_the_newest_revision(app: "Flask") -> None:
    answer = app.test_client().get("/health/ready")
    assert answer.get_json() == {"status": "ready", "schema": head()}
