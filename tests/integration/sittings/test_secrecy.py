"""Who voted how in a secret vote cannot be told from the database: not by any column of any table, nor by what PostgreSQL
itself writes beside each row (its place, its transaction)."""

import itertools
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from paktum.core.database import TenantSession
from paktum.domains.schema import metadata
from paktum.domains.sittings.service import casting
from paktum.domains.sittings.tables import SecretVoter, VoteEvent
from tests.support.pacts import Pact
from tests.support.rooms import Room, furnish

CHOICES = ("yes", "no", "abstain")


@pytest.fixture
def room(pact: Pact) -> Room:
    found = furnish(pact, seats=9)
    for number in range(9):
        found.arrive(number)
    return found


def send(room: Room, vote: uuid.UUID, number: int, choice: str) -> None:
    clock = room.pact.app.extensions["paktum"].clock
    with room.pact.work() as session:
        casting.cast_vote(session, clock, room.holder(number), vote, room.seats[number], choice)


def close(room: Room, vote: uuid.UUID) -> None:
    with room.pact.work() as session:
        session.scalars(select(VoteEvent).where(VoteEvent.id == vote).with_for_update()).one().state = "closed"
        casting.seal_secret_vote(session, vote)


def everything(session: TenantSession) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, with all its columns as text, its transaction and its place."""
    for table in metadata().sorted_tables:
        rows = session.execute(
            text(
                f"select to_jsonb(t.*) as columns, t.xmin::text as xmin, t.xmax::text as xmax, t.ctid::text as ctid"
                f' from "{table.name}" t'
            )
        )
        for row in rows:
            yield table.name, {**row.columns, "xmin": row.xmin, "xmax": row.xmax, "ctid": row.ctid}


def written(room: Room, before: set[str]) -> dict[str, list[dict[str, Any]]]:
    """What the tables hold that they did not hold in the same words before, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    with room.pact.work() as session:
        for table, row in everything(session):
            if repr((table, without_locks(row))) not in before:
                found.setdefault(table, []).append(row)
    return found


def seen(room: Room) -> set[str]:
    with room.pact.work() as session:
        return {repr((table, without_locks(row))) for table, row in everything(session)}


def without_locks(row: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted((name, value) for name, value in row.items() if name != "xmax")


def test_a_secret_vote_writes_nothing_but_voters_counts_and_the_tenants_revision(room: Room) -> None:
    vote = room.open_vote(secret=True)
    before = seen(room)
    send(room, vote, 0, "no")
    # Rows that are referred to carry the number of the last lock on them, in `xmax`; their columns stay as they were.
    assert set(written(room, before)) == {"secret_voter", "vote_count", "tenant_revision"}


def test_no_row_that_names_a_voter_shares_a_transaction_with_one_choice_alone(room: Room) -> None:
    vote = room.open_vote(secret=True)
    for number, choice in enumerate(itertools.islice(itertools.cycle(CHOICES), 9)):
        send(room, vote, number, choice)
        with room.pact.work() as session:
            rows = [(table, row) for table, row in everything(session) if table in ("secret_voter", "vote_count")]
        marks = {row["choice"]: row["xmin"] for table, row in rows if table == "vote_count"}
        assert set(marks) == set(CHOICES) and len(set(marks.values())) == 1


def test_two_worlds_in_which_two_voters_chose_the_other_way_look_the_same(pact: Pact) -> None:
    """The strongest form: swap two people's choices, and no table differs but by what chance makes different anyway."""
    worlds = []
    for first, second in (("yes", "no"), ("no", "yes")):
        room = furnish(pact, seats=2)
        room.arrive(0), room.arrive(1)
        vote = room.open_vote(secret=True)
        send(room, vote, 0, first), send(room, vote, 1, second)
        close(room, vote)
        with pact.work() as session:
            rows = [row for table, row in everything(session) if row.get("vote_event_id") == str(vote)]
        names = {str(room.seats[0]): "first", str(room.seats[1]): "second"}
        told = sorted(repr((names.get(row.get("seat_id", "")), row.get("choice"), row.get("votes"))) for row in rows)
        worlds.append((told, len({row["xmin"] for row in rows})))
    assert worlds[0] == worlds[1]
    assert worlds[0][1] == 1, "after the closing all rows come from one transaction"


def test_after_the_closing_neither_places_nor_transactions_nor_ids_tell_the_order_of_voting(pact: Pact) -> None:
    orders = set()
    for _ in range(6):
        room = furnish(pact, seats=6)
        for number in range(6):
            room.arrive(number)
        vote = room.open_vote(secret=True)
        for number in range(6):
            send(room, vote, number, CHOICES[number % 3])
        close(room, vote)
        with pact.work() as session:
            locks = session.execute(
                text("select distinct xmax::text from seat where id = any(:seats)"), {"seats": room.seats}
            ).all()
            rows = session.execute(
                text(
                    "select seat_id, id, xmin::text as xmin from secret_voter where vote_event_id = :vote order by ctid"
                ),
                {"vote": vote},
            ).all()
        assert len({row.xmin for row in rows}) == 1 and len(locks) == 1
        assert all(row.id.version == 4 for row in rows)
        orders.add(tuple(room.seats.index(row.seat_id) for row in rows))
    # By chance all six would lie in one order once in 720 to the fifth power.
    assert len(orders) > 1


def test_the_table_of_secret_voters_has_no_column_for_a_time_or_a_choice() -> None:
    assert {column.name for column in SecretVoter.__table__.columns} == {"tenant_id", "id", "vote_event_id", "seat_id"}


def test_a_database_error_shown_in_the_log_carries_no_values_of_a_vote(room: Room) -> None:
    with pytest.raises(Exception) as failure, room.pact.work() as session:
        session.execute(text("select 1 / 0 where :choice = 'abstain'"), {"choice": "abstain"})
    assert "abstain'}" not in str(failure.value) and "parameters hidden" in str(failure.value)
