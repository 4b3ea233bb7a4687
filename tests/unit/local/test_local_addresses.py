"""Addresses of servers: how they are written, and whose come first."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from paktum.local.environment import addresses, default_data_folder
from paktum.local.provision import PASSWORD_NAMES, DatabaseUrls

_URLS = DatabaseUrls.on_socket(Path("/run/paktum-1"), {name: f"p@ss/{name}" for name in PASSWORD_NAMES})


def test_an_address_names_driver_login_password_database_and_socket_folder() -> None:
    url = make_url(_URLS.app)
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.password, url.database) == ("paktum_app", "p@ss/paktum_app", "paktum")
    assert url.query["host"] == "/run/paktum-1"


def test_another_database_keeps_the_rest_of_every_address() -> None:
    other = _URLS.of("test_1")
    assert make_url(other.owner) == make_url(_URLS.owner).set(database="test_1")
    assert make_url(other.admin).database == "test_1"


def test_addresses_do_not_show_passwords_when_printed() -> None:
    assert "p@ss" not in repr(_URLS)
    assert "p%40ss" not in repr(_URLS)


def test_addresses_from_outside_come_before_our_own() -> None:
    found = addresses(_URLS, "unix:///ours", {"REDIS_URL": "redis://theirs", "DATABASE_URL": ""})
    assert found["REDIS_URL"] == "redis://theirs"
    assert found["DATABASE_URL"] == _URLS.app


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"PAKTUM_DATA": "/srv/d"}, "/srv/d"),
        ({"XDG_DATA_HOME": "/data"}, "/data/paktum/demo-8123"),
        ({"XDG_DATA_HOME": "relative"}, "/home/x/.local/share/paktum/demo-8123"),
        ({}, "/home/x/.local/share/paktum/demo-8123"),
    ],
)
def test_the_data_folder_is_the_persons_and_one_for_each_port(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], folder: str
) -> None:
    monkeypatch.setenv("HOME", "/home/x")
    assert default_data_folder(8123, environment) == Path(folder)
