"""`paktum tenant apply`: on the database that the environment names, as often as one likes."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from paktum.core.database import PLATFORM, db, unit_of_work
from paktum.domains.tenancy.tables import Tenant, TenantHost
from paktum.plugin.problems import PluginError
from paktum.plugin.tenants import tenants_folder
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
    broken = tmp_path / "broken"
    broken.mkdir()
    with pytest.raises(PluginError):
        run(environment, "liberec", str(broken))
    assert tenants_in(environment) == []


def folder_with_host(into: Path, slug: str, host: str) -> str:
    """A copy of a tenant's folder under another name, with a host."""
    folder = into / slug
    shutil.copytree(tenants_folder() / "tiszakecske", folder, dirs_exist_ok=True)
    file = folder / "tenant.toml"
    text = re.sub(r"(?m)^slug = .*$", f'slug = "{slug}"', file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"(?m)^hosts = .*$", f'hosts = ["{host}"]', text), encoding="utf-8")
    return str(folder)


def test_a_folder_cannot_take_the_host_of_another_pact(environment: dict[str, str], tmp_path: Path) -> None:
    one = folder_with_host(tmp_path, "gyor", "pact.gyor.example")
    assert run(environment, one)[0] == 0
    other = folder_with_host(tmp_path, "komarom", "pact.gyor.example")
    with pytest.raises(PluginError, match=r"pact\.gyor\.example belongs to gyor"):
        run(environment, other)
    assert tenants_in(environment) == [("gyor", "pact.gyor.example")]


def test_a_host_that_one_file_gives_up_goes_to_the_other_pact(environment: dict[str, str], tmp_path: Path) -> None:
    one, other = folder_with_host(tmp_path, "komarom", "old.example"), folder_with_host(tmp_path, "gyor", "g.example")
    assert run(environment, one, other)[0] == 0
    folder_with_host(tmp_path, "komarom", "new.example")
    folder_with_host(tmp_path, "gyor", "old.example")
    assert run(environment, other, one)[0] == 0
    assert tenants_in(environment) == [("gyor", "old.example"), ("komarom", "new.example")]


def test_two_folders_that_are_applied_together_cannot_share_a_host(environment: dict[str, str], tmp_path: Path) -> None:
    folders = [folder_with_host(tmp_path, slug, "same.example") for slug in ("gyor", "komarom")]
    with pytest.raises(PluginError, match="belongs to gyor"):
        run(environment, *folders)
    assert tenants_in(environment) == []
