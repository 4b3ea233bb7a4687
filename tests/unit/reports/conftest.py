"""A small work plan with every kind of entry, as reports get it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from paktum.core.periods import Period
from paktum.domains.documents.frozen import Names
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.reports.snapshot import (
    EntrySnapshot,
    MeasuredResult,
    PlanRevision,
    PlanWords,
    SnapshotPeriod,
    WorkPlanSnapshot,
)

Plan = Callable[..., WorkPlanSnapshot]


def an_entry(**changes: Any) -> EntrySnapshot:
    fields: dict[str, Any] = {
        "kind": "session",
        "label": "1",
        "title": "Alakuló ülés",
        "body": "Foglalkoztatási fórum",
        "period": SnapshotPeriod.of(Period.on(date(2018, 10, 25))),
        "place": "Tiszakécske",
        "purpose": "A fórum megalakul.\nA stratégia bemutatása.",
        "results_text": "Megalakult fórum.",
        "audiences": (Names(hu="A partnerség tagjai"),),
    }
    return EntrySnapshot(**(fields | changes))


SESSION_IN_MARCH = an_entry(
    label="2",
    title="1. Irányító Csoport ülés",
    body="Irányító Csoport",
    period=SnapshotPeriod.of(Period.month(2019, 3)),
    prepares=("Munkavállalói tájékoztató",),
    notes=("A helyszín még változhat.",),
)
EVENT = an_entry(
    kind="event",
    label="1",
    title="Munkavállalói tájékoztató",
    body="",
    types=(Names(hu="tájékoztató", en="informing"), Names(hu="egyeztető")),
    period=SnapshotPeriod.of(Period.on(date(2019, 4, 16))),
    planned=SnapshotPeriod.of(Period.month(2019, 4)),
    results_text="min. 40 fő",
    results=(
        MeasuredResult(measure=Names(hu="résztvevők", en="participants"), at_least=40),
        MeasuredResult(measure=Names(hu="sajtóhírek"), at_least=2),
    ),
    audiences=(Names(hu="Vállalkozások", en="Enterprises"), Names(hu="Önkormányzatok")),
)
OPEN_EVENT = an_entry(
    kind="event",
    label="2",
    title="Zárórendezvény",
    body="",
    types=(Names(hu="értékelő"),),
    period=SnapshotPeriod.of(Period.half_year(2021, 1)),
    cancelled=True,
    cancel_reason="Elmaradt támogatás",
)


@pytest.fixture
def plan() -> Plan:
    def make(**changes: Any) -> WorkPlanSnapshot:
        fields: dict[str, Any] = {
            "letterhead": Letterhead(
                pact_name="Tiszakécskei Foglalkoztatási Paktum",
                reference="TOP-5.1.2-16",
                organisation="Tiszakécske Város Önkormányzata",
                place="Tiszakécske",
                logo_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>',
            ),
            "language": "hu",
            "document_language": "hu",
            "words": PlanWords(
                work_plan=Names(hu="munkaterv", cs="plán činnosti", en="work plan"),
                session_plan=Names(hu="Éves ülésterv"),
                event_calendar=Names(hu="Rendezvénynaptár", en="event calendar"),
            ),
            "revision": PlanRevision(number=1, dated=date(2018, 10, 24), approval="Irányító Csoport"),
            "taken_at": datetime(2018, 10, 24, 9, 30, tzinfo=UTC),
            "timezone": "Europe/Budapest",
            "made_by": "Paktumiroda-vezető",
            "entries": (an_entry(), SESSION_IN_MARCH, EVENT, OPEN_EVENT),
        }
        return WorkPlanSnapshot(**(fields | changes))

    return make


@pytest.fixture
def entry() -> Callable[..., EntrySnapshot]:
    return an_entry
