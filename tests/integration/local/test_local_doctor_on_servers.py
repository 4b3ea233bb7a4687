"""The doctor on real servers: what is wrong with them is found and said."""

from pathlib import Path

import pytest

from paktum.local import doctor
from paktum.local.doctor import Patient
from paktum.local.postgres import PostgresServer
from paktum.local.valkey import ValkeyServer


def _patient(folder: Path, **environment: str) -> Patient:
    return Patient(environment, folder, 8000, serves=False)


def test_the_platforms_login_is_harmless_and_those_that_pass_the_walls_are_not(
    database: PostgresServer, tmp_path: Path
) -> None:
    urls = database.urls()
    assert doctor.check_database(_patient(tmp_path, DATABASE_URL=urls.app)).ok
    for login in ("owner", "admin"):
        finding = doctor.check_database(_patient(tmp_path, DATABASE_URL=getattr(urls, login)))
        assert not finding.ok
        assert f"paktum_{login}" in str(finding.words)


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    finding = doctor.check_database(_patient(tmp_path, DATABASE_URL=f"postgresql://x@/x?host={tmp_path}"))
    assert not finding.ok
    assert "correct DATABASE_URL" in str(finding.words)


def test_tables_that_were_never_made_are_found(database: PostgresServer, tmp_path: Path) -> None:
    urls = database.urls()
    finding = doctor.check_migrations(
        _patient(tmp_path, DATABASE_URL=urls.app, DATABASE_OWNER_URL=urls.of("postgres").admin)
    )
    assert not finding.ok
    assert "paktum migrate" in str(finding.words)


def test_a_queue_that_answers_is_well_and_one_that_is_gone_is_not(tmp_path: Path) -> None:
    with ValkeyServer(tmp_path) as server:
        url = server.url()
        assert doctor.check_queue(_patient(tmp_path, REDIS_URL=url)).ok
    assert not doctor.check_queue(_patient(tmp_path, REDIS_URL=url)).ok


@pytest.mark.parametrize("url", ["", "nonsense://x"])
def test_a_queue_address_that_makes_no_sense_is_found(tmp_path: Path, url: str) -> None:
    assert not doctor.check_queue(_patient(tmp_path, REDIS_URL=url)).ok
