"""The embedded PostgreSQL: started, stopped, killed, recovered, shared out, refused."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from paktum.local import binaries
from paktum.local.accounts import server_account
from paktum.local.errors import InUse, LocalError
from paktum.local.postgres import PostgresServer, running_urls
from paktum.local.provision import create_database, drop_database, plain_url
from paktum.local.server import Durability
from tests.support.processes import cut_power, processes_in

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="shows what happens when root starts the servers")

# Starts a server, writes a row, and waits to be killed.
WRITER = """
import signal
from pathlib import Path
import psycopg
from paktum.local.postgres import PostgresServer
from paktum.local.provision import plain_url
server = PostgresServer(Path({folder!r}))
server.start()
urls = server.provision()
with psycopg.connect(plain_url(urls.owner)) as connection:
    connection.execute("create table if not exists kept (word text)")
    connection.execute("insert into kept values ('saved')")
print(server.pid, flush=True)
signal.pause()
"""


def _words(server: PostgresServer) -> list[tuple[object, ...]]:
    with psycopg.connect(plain_url(server.urls().owner)) as connection:
        return connection.execute("select word from kept").fetchall()


def test_a_stopped_server_leaves_no_process_and_no_socket_and_starts_again_with_its_data(tmp_path: Path) -> None:
    folder = tmp_path / "with spaces"
    with PostgresServer(folder, durability=Durability.FAST) as server:
        urls = server.provision()
        with psycopg.connect(plain_url(urls.owner)) as connection:
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('saved')")
        sockets = Path(str(psycopg.conninfo.conninfo_to_dict(plain_url(urls.app))["host"]))
        assert running_urls(folder) == urls
    assert not sockets.exists()
    assert processes_in(folder) == []
    assert running_urls(folder) is None
    with PostgresServer(folder, durability=Durability.FAST) as server:
        server.provision()
        assert _words(server) == [("saved",)]


def test_the_server_goes_down_with_its_killed_supervisor_and_keeps_what_was_committed(
    tmp_path: Path, run_apart: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    writer = run_apart(WRITER.format(folder=str(tmp_path)))
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.kill()
    writer.wait()
    with PostgresServer(tmp_path) as server:
        assert _words(server) == [("saved",)]
        # It was asked to end at once, and not killed by the next start after a wait.
        assert "received fast shutdown request" in server.log.read_text()


def test_a_restart_recovers_after_everything_was_killed_at_once(
    tmp_path: Path, run_apart: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    writer = run_apart(WRITER.format(folder=str(tmp_path)))
    assert writer.stdout is not None
    writer.stdout.readline()
    cut_power([*processes_in(tmp_path), psutil.Process(writer.pid)])
    writer.wait()
    left_sockets = Path((tmp_path / "postgres.socket").read_text().strip())
    with PostgresServer(tmp_path) as server:
        assert _words(server) == [("saved",)]
    assert not left_sockets.exists()


def test_a_process_file_whose_number_now_belongs_to_another_program_does_not_hinder_the_start(tmp_path: Path) -> None:
    with PostgresServer(tmp_path, durability=Durability.FAST):
        stale = (tmp_path / "cluster" / "postmaster.pid").read_text()
    _, rest = stale.split("\n", 1)
    (tmp_path / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n{rest}")
    with PostgresServer(tmp_path, durability=Durability.FAST) as server:
        assert server.provision() == server.urls()


def test_a_set_up_that_was_cut_short_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "cluster.new").mkdir()
    (tmp_path / "cluster.new" / "PG_VERSION").write_text("18\n")
    with PostgresServer(tmp_path, durability=Durability.FAST) as server:
        server.provision()
    assert not (tmp_path / "cluster.new").exists()


def test_a_second_start_on_the_same_folder_is_refused_and_the_first_runs_on(database: PostgresServer) -> None:
    with pytest.raises(InUse) as refused:
        PostgresServer(database.folder).start()
    assert str(os.getpid()) in str(refused.value.message)
    with pytest.raises(InUse):
        PostgresServer(database.folder).erase()
    with psycopg.connect(plain_url(database.urls().app)) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_two_servers_run_side_by_side(database: PostgresServer, tmp_path: Path) -> None:
    with PostgresServer(tmp_path, durability=Durability.FAST) as other:
        assert other.provision().app != database.urls().app


def test_data_of_another_major_version_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(LocalError) as refused:
        PostgresServer(tmp_path).start()
    assert "PostgreSQL 9" in str(refused.value.message)
    assert "--fresh" in str(refused.value.message)


def test_a_server_that_cannot_start_says_what_its_log_says(tmp_path: Path) -> None:
    with PostgresServer(tmp_path, durability=Durability.FAST):
        pass
    (tmp_path / "cluster" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalError) as refused:
        PostgresServer(tmp_path).start()
    assert "no_such_setting" in str(refused.value.message)
    assert processes_in(tmp_path) == []


def test_the_server_listens_in_a_private_folder_with_a_short_path_only(database: PostgresServer) -> None:
    sockets = Path(str(psycopg.conninfo.conninfo_to_dict(plain_url(database.urls().app))["host"]))
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= 100
    assert database.pid is not None
    assert psutil.Process(database.pid).net_connections("inet") == []


def test_nobody_comes_in_without_the_right_password(database: PostgresServer) -> None:
    url = plain_url(database.urls().app)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="wrong").close()
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(url.replace(url.split("@")[0], "postgresql://paktum_app")).close()


def test_checksums_scram_and_the_safe_settings_are_on_by_default(tmp_path: Path) -> None:
    with PostgresServer(tmp_path) as server, psycopg.connect(plain_url(server.provision().admin)) as connection:
        names = ["data_checksums", "fsync", "synchronous_commit", "password_encryption", "listen_addresses"]
        rows = [connection.execute("select current_setting(%s)", (name,)).fetchone() for name in names]
        methods = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
    assert rows == [("on",), ("on",), ("on",), ("scram-sha-256",), ("",)]
    assert methods == [("scram-sha-256",)]


def test_only_the_owner_passes_row_security_and_nobody_is_more_than_a_login(database: PostgresServer) -> None:
    with psycopg.connect(plain_url(database.urls().admin)) as connection:
        rows = connection.execute(
            "select rolname, rolbypassrls from pg_roles where rolname like 'paktum%%' and rolname <> 'paktum_admin'"
            " and not (rolsuper or rolcreatedb or rolcreaterole or rolreplication) order by rolname"
        ).fetchall()
    assert rows == [
        ("paktum_app", False),
        ("paktum_coordinator", False),
        ("paktum_owner", True),
        ("paktum_worker", False),
    ]


@pytest.mark.parametrize("login", ["app", "worker", "coordinator"])
def test_a_login_of_the_platform_may_not_make_tables(database: PostgresServer, login: str) -> None:
    with (
        psycopg.connect(plain_url(getattr(database.urls(), login))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("create table intruder (id int)")


def test_provisioning_again_mends_what_was_changed(database: PostgresServer) -> None:
    urls = database.urls()
    with psycopg.connect(plain_url(urls.admin), autocommit=True) as connection:
        connection.execute("alter role paktum_app superuser bypassrls password 'other'")
        database.provision()
        row = connection.execute("select rolsuper, rolbypassrls from pg_roles where rolname = 'paktum_app'").fetchone()
    assert row == (False, False)
    psycopg.connect(plain_url(urls.app)).close()


def test_a_copied_database_has_the_tables_and_is_closed_to_strangers(database: PostgresServer) -> None:
    urls = database.urls()
    template = create_database(urls, "pattern")
    with psycopg.connect(plain_url(template.owner)) as connection:
        connection.execute("create table word (w text)")
    copy = create_database(urls, "copy", template="pattern")
    with psycopg.connect(plain_url(copy.owner)) as connection:
        assert connection.execute("select count(*) from word").fetchone() == (0,)
        public = connection.execute("select datacl::text from pg_database where datname = 'copy'").fetchone()
    assert public is not None
    # An entry for everyone has an empty name before the equals sign.
    assert "{=" not in str(public[0])
    assert ",=" not in str(public[0])
    psycopg.connect(plain_url(copy.app)).close()
    drop_database(urls, "copy")
    drop_database(urls, "copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(plain_url(copy.app)).close()
    drop_database(urls, "pattern")


@as_root
def test_root_runs_the_server_as_an_unprivileged_account(database: PostgresServer) -> None:
    assert database.pid is not None
    assert 0 not in psutil.Process(database.pid).uids()
    assert psutil.Process(database.pid).gids().real != 0


@as_root
def test_parent_folders_of_root_stay_closed(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    with PostgresServer(private / "data", durability=Durability.FAST) as server:
        server.provision()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@as_root
def test_programs_that_the_account_cannot_reach_are_copied_once_and_run(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = binaries._runs
    monkeypatch.setattr(binaries, "_system_postgres", lambda: iter(()))
    monkeypatch.setattr(
        binaries, "_runs", lambda program, account: "site-packages" not in str(program) and runs(program, account)
    )
    monkeypatch.setattr(binaries, "_COPY_PLACES", (tmp_path / "closed", open_folder / "copies"))
    account = server_account(tmp_path / "cluster")
    found = binaries.find_postgres(account)
    assert found.folder.is_relative_to(open_folder)
    made = found.folder.stat().st_ino
    with PostgresServer(tmp_path / "data", durability=Durability.FAST) as server:
        server.provision()
    assert binaries.find_postgres(account).folder.stat().st_ino == made


@as_root
def test_root_is_told_when_no_copy_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_system_postgres", lambda: iter(()))
    monkeypatch.setattr(binaries, "_runs", lambda program, account: False)
    monkeypatch.setattr(binaries, "_COPY_PLACES", ())
    with pytest.raises(LocalError) as refused:
        binaries.find_postgres(server_account(tmp_path / "cluster"))
    assert "ordinary user" in str(refused.value.message)


def _can_import_us(user: int) -> bool:
    command = [sys.executable, "-c", "import paktum.local.postgres"]
    try:
        return subprocess.run(command, user=user, capture_output=True, check=False).returncode == 0
    except PermissionError:
        return False


@as_root
def test_an_ordinary_user_runs_the_server_as_itself(open_folder: Path) -> None:
    user = 65534
    if not _can_import_us(user):
        pytest.skip("this Python or this checkout is where an ordinary user cannot go")
    os.chown(open_folder, user, user)
    script = f"""
from pathlib import Path
import os
from paktum.local.postgres import PostgresServer
with PostgresServer(Path({str(open_folder)!r}) / "data") as server:
    server.provision()
    print(os.stat(Path({str(open_folder)!r}) / "data" / "cluster").st_uid)
"""
    answer = subprocess.run(
        [sys.executable, "-c", script],
        user=user,
        group=user,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout, answer.stderr) == (f"{user}\n", "")
