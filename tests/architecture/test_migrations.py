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


def test_the_application_finds_its_tables_at_the_newest_revision(app: "Flask") -> None:
    answer = app.test_client().get("/health/ready")
    assert answer.get_json() == {"status": "ready", "schema": head()}
