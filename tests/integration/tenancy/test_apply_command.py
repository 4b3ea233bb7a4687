"""`paktum tenant apply`: on the database that the environment names, as often as one likes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from paktum.core.database import PLATFORM, db, unit_of_work
from paktum.domains.tenancy.tables import Tenant, TenantHost
from tests.support.servers import Servers, own_database

MADE_UP = "a key that only the tests of this checkout use"


@pytest.fixture
def environment(servers: Servers, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables of an installation with a database of its own."""
    with own_database(servers, f"test_apply_{os.getpid()}") as urls:
        yield {
            "DATABASE_URL": urls.app,
            "DATABASE_WORKER_URL": urls.worker,
            "DATABASE_OWNER_URL": urls.owner,
            "REDIS_URL": servers.redis_url,
            "PAKTUM_SECRET_KEY": MADE_UP,
            "PAKTUM_APEX": "pacts.example",
            "PAKTUM_FILES": str(tmp_path / "files"),
            "PAKTUM_MAIL": "catch",
            "PAKTUM_DEMO": "",
        }


def run(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    from paktum.cli.tenant import command

    result = CliRunner().invoke(command, ["apply", *arguments], env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def tenants_in(environment: dict[str, str]) -> list[tuple[str, str]]:
    from paktum.app import create_app
    from paktum.core.settings import Settings

    app = create_app(Settings.from_environment(environment))
    with unit_of_work(app, PLATFORM) as session:
        rows = session.execute(select(Tenant.slug, TenantHost.host).join(TenantHost, TenantHost.tenant_id == Tenant.id))
        found = sorted((row.slug, row.host) for row in rows)
        assert session.scalar(select(func.count()).select_from(Tenant)) == len({slug for slug, _ in found})
    with app.app_context():
        db.engine.dispose()
    return found


def test_one_tenant_or_all_are_applied_and_a_second_time_changes_nothing(environment: dict[str, str]) -> None:
    code, said = run(environment, "liberec")
    assert code == 0 and "liberec" in said
    assert [slug for slug, _ in tenants_in(environment)] == ["liberec"]
    assert run(environment)[0] == 0
    all_of_them = tenants_in(environment)
    assert {slug for slug, _ in all_of_them} == {"liberec", "malopolska", "nyiregyhaza", "participation", "tiszakecske"}
    assert run(environment)[0] == 0
    assert tenants_in(environment) == all_of_them


def test_a_folder_that_is_wrong_is_refused_before_anything_is_applied(
    environment: dict[str, str], tmp_path: Path
) -> None:
    from paktum.plugin.problems import PluginError

    broken = tmp_path / "broken"
    broken.mkdir()
    with pytest.raises(PluginError):
        run(environment, "liberec", str(broken))
    assert tenants_in(environment) == []
