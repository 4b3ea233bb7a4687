"""A small plan for tests: entries with everything that an entry can have, in any pact that has a body."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from paktum.core.ids import new_id
from tests.support.pacts import Pact

CHANGED = datetime(2018, 10, 24, 9, tzinfo=UTC)


@dataclass(frozen=True)
class SmallPlan:
    """The ids of the entries: a session whose day was fixed, one with a month, and an event that is measured."""

    first: Any
    second: Any
    event: Any


def enter_small_plan(pact: Pact) -> SmallPlan:
    """Two sessions of a body and an event, as an import of a Hungarian plan would leave them."""
    from paktum.domains.bodies.tables import Body
    from paktum.domains.programme.tables import PlanEntryLink, PlanEntryResult

    plan = SmallPlan(new_id(), new_id(), new_id())
    with pact.work() as session:
        body_id = session.scalars(select(Body.id).order_by(Body.sequence, Body.id)).first()
        session.add_all(
            [
                _entry(
                    plan.second, "session", 2, "2. Foglalkoztatási fórum", (date(2019, 3, 1), date(2019, 4, 1)), body_id
                ),
                _entry(
                    plan.first,
                    "session",
                    1,
                    "Alakuló ülés",
                    (date(2018, 10, 1), date(2018, 11, 1)),
                    body_id,
                    day=date(2018, 10, 25),
                    purpose="A fórum megalakul.",
                    results_text="Megalakult fórum.",
                    notes=["A helyszín még változhat.", {"key": "Remark of the reading", "values": {}}],
                ),
                _entry(
                    plan.event,
                    "event",
                    1,
                    "Munkavállalói tájékoztató",
                    (date(2019, 4, 1), date(2019, 5, 1)),
                    None,
                    types=["hu.informing"],
                    results_text="min. 40 fő résztvevő",
                    audiences=[{"text": "Vállalkozások", "code": "hu.enterprises"}, {"text": "Iskolák", "code": None}],
                ),
            ]
        )
        session.flush()
        session.add(PlanEntryResult(entry_id=plan.event, sequence=1, measure="participants", at_least=40))
        session.add(PlanEntryLink(entry_id=plan.first, prepares_id=plan.event))
    return plan


def _entry(
    entry_id: Any,
    kind: str,
    sequence: int,
    title: str,
    period: tuple[date, date],
    body_id: Any,
    **more: Any,
) -> Any:
    from paktum.domains.programme.tables import PlanEntry

    return PlanEntry(
        id=entry_id,
        kind=kind,
        sequence=sequence,
        title=title,
        period=period,
        precision="month",
        body_id=body_id,
        place="Tiszakécske",
        changed_at=CHANGED,
        **more,
    )


def rename_entry(pact: Pact, entry_id: Any, title: str) -> None:
    """Change an entry after a report was asked for."""
    from paktum.domains.programme.tables import PlanEntry

    with pact.work() as session:
        session.scalars(select(PlanEntry).where(PlanEntry.id == entry_id)).one().title = title
