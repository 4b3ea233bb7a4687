"""The clean-up: what was carried out or ended long ago goes, and what may still be asked for stays."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, create_engine, select, update
from sqlalchemy.pool import NullPool

from paktum.core.clock import FixedClock
from paktum.core.ids import TenantId, new_id
from paktum.core.outbox import EffectLedger, OutboxMessage
from paktum.core.store import LocalFileStore
from paktum.domains.audit.service import record
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.files.service import FileFacts, keep_file
from paktum.domains.files.tables import StoredFile
from paktum.domains.notices.tables import MailMessage
from paktum.domains.people.tables import AccountSession, AccountToken, Membership
from paktum.domains.programme.tables import PlanImport
from paktum.worker import clean_up as cleaning
from paktum.worker.clean_up import KEPT_FOR, clean_up
from paktum.worker.process import make_queue
from paktum.worker.relay import Relay
from paktum.worker.replaced_packs import MADE
from tests.support.apps import NOON, application
from tests.support.pacts import Pact
from tests.support.servers import own_database

if TYPE_CHECKING:
    from flask import Flask

    from paktum.local.provision import DatabaseUrls
    from tests.support.servers import Servers

NOW = NOON.now()
LONG_AGO = NOW - KEPT_FOR - timedelta(minutes=1)
# Where nothing is: most of these tests keep no files.
STORE = LocalFileStore(Path("no-files"))
LATELY = NOW - KEPT_FOR + timedelta(minutes=1)


@pytest.fixture(scope="module")
def database(servers: "Servers") -> "Iterator[DatabaseUrls]":
    """A database of this file's own: a clean-up goes through every pact there is."""
    with own_database(servers, f"test_clean_up_{os.getpid()}") as urls:
        yield urls


@pytest.fixture(scope="module")
def app(servers: "Servers", database: "DatabaseUrls", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Flask]":
    """The application on that database."""
    with application(servers, database, tmp_path_factory.mktemp("files")) as built:
        yield built


@pytest.fixture
def as_worker(database: "DatabaseUrls") -> Iterator[Connection]:
    """A connection with the login that the relay has."""
    engine = create_engine(database.worker, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def message(pact: Pact, done_at: datetime | None, effect_at: datetime) -> uuid.UUID:
    """A message with its effect."""
    made = new_id()
    with pact.work() as session:
        session.add(OutboxMessage(id=made, topic="probe", payload={}, created_at=LONG_AGO, done_at=done_at))
        session.add(EffectLedger(id=made, done_at=effect_at))
    return made


def kept(pact: Pact, table: type[OutboxMessage] | type[EffectLedger]) -> set[uuid.UUID]:
    with pact.work() as session:
        return set(session.scalars(select(table.id)))


def test_messages_that_were_done_long_ago_go_with_their_effects_in_every_pact(
    make_pact: Callable[[str], Pact], as_worker: Connection
) -> None:
    for pact in (make_pact("tiszakecske"), make_pact("liberec")):
        message(pact, LONG_AGO, LONG_AGO)
        recent = message(pact, LATELY, LATELY)
        clean_up(as_worker, STORE, NOW)
        assert recent in kept(pact, OutboxMessage) and len(kept(pact, OutboxMessage)) == 1
        assert kept(pact, EffectLedger) == {recent}


def test_the_effect_of_a_message_that_waits_is_remembered_however_old_it_is(pact: Pact, as_worker: Connection) -> None:
    waiting = message(pact, None, LONG_AGO)
    clean_up(as_worker, STORE, NOW)
    assert kept(pact, OutboxMessage) == kept(pact, EffectLedger) == {waiting}


def test_sign_ins_and_links_that_open_nothing_any_more_go_and_open_ones_stay(pact: Pact, as_worker: Connection) -> None:
    visitor = pact.signed_in("officer")
    secrets = {name: f"{name} {new_id()}" for name in ("expired", "revoked", "lately", "used", "sent")}
    with pact.work() as session:
        account = session.scalars(select(Membership.account_id)).first()

        def owned(name: str) -> dict[str, object]:
            times = {"created_at": LONG_AGO, "secret_hash": secrets[name]}
            return {"id": new_id(), "account_id": account, "tenant_id": pact.id, **times}

        session.add(AccountSession(**owned("expired"), expires_at=LONG_AGO))
        session.add(AccountSession(**owned("revoked"), expires_at=NOW, revoked_at=LONG_AGO))
        session.add(AccountSession(**owned("lately"), expires_at=LATELY))
        session.add(AccountToken(**owned("used"), expires_at=NOW, used_at=LONG_AGO))
        session.add(AccountToken(**owned("sent"), expires_at=LATELY))
    clean_up(as_worker, STORE, NOW)
    with pact.work() as session:
        left = {
            secret
            for table in (AccountSession, AccountToken)
            for secret in session.scalars(select(table.secret_hash).where(table.secret_hash.in_(secrets.values())))
        }
    assert left == {secrets["lately"], secrets["sent"]}
    assert visitor.get("/account").status_code == 200


def test_it_takes_a_batch_at_a_time_and_says_when_there_may_be_more(
    pact: Pact, as_worker: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    while clean_up(as_worker, STORE, NOW):
        pass
    monkeypatch.setattr(cleaning, "BATCH", 2)
    for _ in range(3):
        message(pact, LONG_AGO, LONG_AGO)
    assert clean_up(as_worker, STORE, NOW)
    assert len(kept(pact, OutboxMessage)) == 1
    assert not clean_up(as_worker, STORE, NOW)
    assert kept(pact, OutboxMessage) == kept(pact, EffectLedger) == set()


def test_the_relay_cleans_up_an_hour_after_it_began(
    app: "Flask", database: "DatabaseUrls", pact: Pact, as_worker: Connection
) -> None:
    class Watch:
        """A clock that a test moves."""

        instant = NOW

        def now(self) -> datetime:
            return self.instant

    watch = Watch()
    relay = Relay(database.worker, make_queue(app.extensions["paktum"].settings), STORE, watch)
    message(pact, LONG_AGO, LONG_AGO)
    relay.clean_up_when_due(as_worker)
    assert len(kept(pact, OutboxMessage)) == 1
    watch.instant += timedelta(hours=1)
    relay.clean_up_when_due(as_worker)
    assert kept(pact, OutboxMessage) == set()


class Packs:
    """The packs of one meeting in a folder of their own: made, replaced, sent, listed."""

    def __init__(self, pact: Pact, folder: Path) -> None:
        self.pact, self.folder, self.store, self.meeting = pact, folder, LocalFileStore(folder), new_id()

    def make(self, content: bytes, at: datetime) -> FileFacts:
        """Keep a pack, and note in the chain of acts that the meeting has it from then on."""
        with self.pact.work() as session:
            kept = keep_file(session, self.store, None, name="pack.pdf", media_type="application/pdf", chunks=[content])
            session.execute(update(StoredFile).where(StoredFile.id == kept.id).values(created_at=at))
            record(session, FixedClock(at), None, MADE, "meeting", self.meeting, sha256=kept.sha256, size=kept.size)
        self.touch(kept, at)
        return kept

    def touch(self, file: FileFacts, at: datetime) -> None:
        [path] = self.folder.rglob(file.sha256)
        os.utime(path, (at.timestamp(), at.timestamp()))

    def left(self) -> set[uuid.UUID]:
        with self.pact.work() as session:
            return set(session.scalars(select(StoredFile.id)))

    def has_bytes(self, file: FileFacts) -> bool:
        try:
            self.store.open(TenantId(self.pact.id), file.sha256).close()
        except FileNotFoundError:
            return False
        return True


def test_a_pack_that_was_replaced_long_ago_goes_with_its_bytes(
    pact: Pact, as_worker: Connection, tmp_path: Path
) -> None:
    packs = Packs(pact, tmp_path)
    before = packs.left()
    first, second = packs.make(b"first", LONG_AGO), packs.make(b"second", LONG_AGO)
    clean_up(as_worker, packs.store, NOW)
    assert packs.left() - before == {second.id}
    assert not packs.has_bytes(first) and packs.has_bytes(second)


def test_a_pack_that_was_replaced_lately_stays(pact: Pact, as_worker: Connection, tmp_path: Path) -> None:
    packs = Packs(pact, tmp_path)
    first = packs.make(b"first", LONG_AGO)
    packs.make(b"second", LATELY)
    clean_up(as_worker, packs.store, NOW)
    assert first.id in packs.left() and packs.has_bytes(first)


def test_a_replaced_pack_that_went_out_with_a_mail_or_is_referred_to_stays(
    pact: Pact, as_worker: Connection, tmp_path: Path
) -> None:
    packs = Packs(pact, tmp_path)
    sent, proof = packs.make(b"sent", LONG_AGO), packs.make(b"proof", LONG_AGO)
    packs.make(b"last", LONG_AGO)
    with pact.work() as session:
        enclosed = [{"name": "pack.pdf", "media_type": "application/pdf", "sha256": sent.sha256}]
        mail = {"recipient": "a@b.example", "subject": "x", "language": "hu", "state": "sent"}
        session.add(MailMessage(id=new_id(), attachments=enclosed, created_at=LONG_AGO, **mail))
        session.add(PlanImport(id=new_id(), file_id=proof.id, file_name="x", rows=[], notes=[], created_at=LONG_AGO))
    clean_up(as_worker, packs.store, NOW)
    assert {sent.id, proof.id} <= packs.left()
    assert packs.has_bytes(sent) and packs.has_bytes(proof)


def test_bytes_that_another_file_has_too_or_that_were_kept_again_stay(
    pact: Pact, as_worker: Connection, tmp_path: Path
) -> None:
    packs = Packs(pact, tmp_path)
    shared, again = packs.make(b"shared", LONG_AGO), packs.make(b"again", LONG_AGO)
    packs.make(b"last", LONG_AGO)
    with pact.work() as session:
        keep_file(session, packs.store, None, name="x.pdf", media_type="application/pdf", chunks=[b"shared"])
        # Of no meeting: what only looks like a pack is none.
        session.execute(update(StoredFile).where(StoredFile.name == "x.pdf").values(created_at=LATELY))
    packs.touch(shared, LONG_AGO)
    packs.touch(again, LATELY)
    clean_up(as_worker, packs.store, NOW)
    assert not {shared.id, again.id} & packs.left()
    assert packs.has_bytes(shared) and packs.has_bytes(again)


def test_files_that_were_never_packs_are_left_alone(pact: Pact, as_worker: Connection, tmp_path: Path) -> None:
    packs = Packs(pact, tmp_path)
    with pact.work() as session:
        other = keep_file(session, packs.store, None, name="x.pdf", media_type="application/pdf", chunks=[b"other"])
        session.execute(update(StoredFile).where(StoredFile.id == other.id).values(created_at=LONG_AGO))
    packs.touch(other, LONG_AGO)
    clean_up(as_worker, packs.store, NOW)
    assert other.id in packs.left() and packs.has_bytes(other)


def test_the_chain_of_acts_is_left_as_it_is(pact: Pact, as_worker: Connection) -> None:
    with pact.work() as session:
        record(session, FixedClock(LONG_AGO - KEPT_FOR), None, "probe.effect", "probe", None)
    clean_up(as_worker, STORE, NOW)
    with pact.work() as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["probe.effect"]
