"""Plans for tests: made-up entries in any number, and the real work plan as the reader understands it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from paktum.core.clock import Clock
from paktum.core.periods import Period
from paktum.domains.bodies.tables import Body
from paktum.domains.programme.rules import Audience, ImportOutcome, Kind, PlannedEntry
from paktum.domains.programme.service import import_entries
from tests.support.pacts import Pact


def planned(kind: Kind, sequence: int, **values: Any) -> PlannedEntry:
    """An entry of a document, complete unless told otherwise."""
    usual: dict[str, Any] = {
        "title": f"{sequence}. Irányító Csoport ülés" if kind == "session" else f"Workshop {sequence}",
        "period": Period.month(2027 + sequence // 12 % 60, sequence % 12 + 1),
        "body": "steering_group" if kind == "session" else None,
        "types": () if kind == "session" else ("hu.informing",),
        "place": "Tiszakécske",
        "purpose": "A munkaterv felülvizsgálata",
        "results_text": "Felülvizsgált munkaterv",
        "results": (("participants", 30),),
        "audiences": (Audience("Sajtó", "hu.press"), Audience("Minden érdeklődő")),
        "source": ({"column": "title", "heading": "Megnevezés", "text": "Az eredeti szöveg"},),
    }
    return PlannedEntry(kind=kind, sequence=sequence, **(usual | values))


def many(number: int) -> list[PlannedEntry]:
    """So many entries, sessions and events in turn, each with results."""
    return [planned("session" if n % 2 else "event", n) for n in range(1, number + 1)]


def enter(pact: Pact, *rows: PlannedEntry, clock: Clock | None = None, **options: Any) -> ImportOutcome:
    """Import rows into a pact as its head would, and commit."""
    with pact.work() as session:
        house = pact.app.extensions["paktum"]
        return import_entries(session, clock or house.clock, pact.actor("head"), rows, **options)


def address_of(pact: Pact, kind: str, sequence: int) -> str:
    """The address of an entry's page."""
    from paktum.domains.programme.tables import PlanEntry

    with pact.work() as session:
        found = session.scalars(
            select(PlanEntry.id).where(PlanEntry.kind == kind, PlanEntry.sequence == sequence)
        ).one()
    return f"/programme/entries/{found}"


def body_id(pact: Pact, code: str) -> str:
    """The id of a body of the pact, as forms send it."""
    with pact.work() as session:
        return str(session.scalars(select(Body.id).where(Body.code == code)).one())


A_DAY = date(2027, 3, 12)
