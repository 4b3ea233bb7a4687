"""Taking decisions: a vote that carried, or a decision that the office enters, gets its number and its row."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import SubjectRef, new_id
from paktum.core.messages import Message, msg
from paktum.core.subjects import DecisionTold
from paktum.domains.audit.service import record
from paktum.domains.bodies.service.loading import charter_of, find_body
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.queries import stands
from paktum.domains.decisions.rules import WITHOUT_CHARTER, VoteCounts, counting_year, short_title
from paktum.domains.decisions.tables import Decision
from paktum.plugin.specs import Numbering


@dataclass(frozen=True)
class TakenIn:
    """How a decision's meeting was called, where it was, and its agenda item, in the pact's language; empty if not known."""

    meeting: str = ""
    place: str = ""
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenDecision:
    """What a body decided. Without a title it is called by the beginning of its text.

    `decided_on` is the day in the tenant's zone. `numbering` is that of the charter frozen for the meeting; None: of the
    charter in force on the day. `execution` is `none` where nothing remains to be done. `taken_in` stays as it is, whatever
    the meeting is called afterwards.
    """

    body_id: uuid.UUID
    text: str
    decided_on: date
    title: str = ""
    counts: VoteCounts | None = None
    meeting_id: uuid.UUID | None = None
    agenda_item_id: uuid.UUID | None = None
    taken_in: TakenIn = TakenIn()
    motion_id: uuid.UUID | None = None
    vote_event_id: uuid.UUID | None = None
    subject: SubjectRef | None = None
    due_on: date | None = None
    execution: Literal["none", "open"] = "open"
    numbering: Numbering | None = None


def take_decision(session: TenantSession, clock: Clock, actor: Actor, taken: TakenDecision) -> uuid.UUID:
    """Enter a decision under the next number of its body and give its id.

    A motion decides once for each body: asked again, it gives the decision that there is. The body's row is held until
    the transaction ends, so that no number is given twice. The subject is not told here: whoever closes the vote tells it
    with `decision_told`, for only the web knows the subjects.
    Raises Forbidden, NotFound for the body, and Invalid for `text` and `due_on`.
    """
    authorise(actor, "decisions.keep")
    problems = _problems(taken)
    if problems:
        raise Invalid(problems)
    body = find_body(session, taken.body_id, lock=True)
    present = _of_motion(session, taken)
    if present is not None:
        return present
    numbering = taken.numbering or _numbering_of(session, body.id, taken.decided_on)
    year = counting_year(numbering, taken.decided_on)
    ordinal = _last_ordinal(session, body.id, year) + 1
    decision = Decision(
        id=new_id(),
        body_id=body.id,
        meeting_id=taken.meeting_id,
        agenda_item_id=taken.agenda_item_id,
        meeting_called=taken.taken_in.meeting or None,
        meeting_place=taken.taken_in.place or None,
        item_called=taken.taken_in.item or None,
        motion_id=taken.motion_id,
        vote_event_id=taken.vote_event_id,
        ordinal=ordinal,
        year=year,
        number=numbering.number(ordinal, taken.decided_on, body.short_name or body.name)[:400],
        title=short_title(taken.title, taken.text),
        text=taken.text.strip(),
        decided_on=taken.decided_on,
        counts=taken.counts.form() if taken.counts else {},
        subject_kind=taken.subject.kind if taken.subject else None,
        subject_id=taken.subject.id if taken.subject else None,
        execution=taken.execution,
        due_on=taken.due_on,
    )
    session.add(decision)
    session.flush()
    record(session, clock, actor, "decision.taken", "decision", decision.id, number=decision.number)
    return decision.id


def take_decisions(
    session: TenantSession, clock: Clock, actor: Actor, taken: TakenDecision, body_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID]:
    """Enter one decision for each of several bodies that met together; gives the decisions' ids by body.

    The bodies are held in one order always, so that two joint votes cannot wait for each other. Raises as `take_decision`.
    """
    return {
        body_id: take_decision(session, clock, actor, replace(taken, body_id=body_id)) for body_id in sorted(body_ids)
    }


def decision_told(session: TenantSession, decision_id: uuid.UUID) -> DecisionTold:
    """A carried decision as its subject hears of it. Raises NotFound."""
    row = session.execute(
        select(Decision.body_id, Decision.decided_on, Decision.number).where(Decision.id == decision_id)
    ).first()
    if row is None:
        raise NotFound
    return DecisionTold("carried", row.body_id, row.decided_on, decision_id, row.number)


def next_number(session: TenantSession, body_id: uuid.UUID, day: date) -> str:
    """The number that a body's next decision of a day would get now. Raises NotFound."""
    body = session.execute(select(Body.name, Body.short_name).where(Body.id == body_id)).first()
    if body is None:
        raise NotFound
    numbering = _numbering_of(session, body_id, day)
    ordinal = _last_ordinal(session, body_id, counting_year(numbering, day)) + 1
    return numbering.number(ordinal, day, body.short_name or body.name)


def _problems(taken: TakenDecision) -> dict[str, Message]:
    problems: dict[str, Message] = {}
    if not taken.text.strip():
        problems["text"] = msg("A decision needs its text.")
    if taken.due_on is not None and taken.due_on < taken.decided_on:
        problems["due_on"] = msg("The deadline is before the day of the decision.")
    return problems


def _of_motion(session: TenantSession, taken: TakenDecision) -> uuid.UUID | None:
    if taken.motion_id is None:
        return None
    return session.scalar(
        select(Decision.id).where(Decision.motion_id == taken.motion_id, Decision.body_id == taken.body_id, stands())
    )


def _numbering_of(session: TenantSession, body_id: uuid.UUID, day: date) -> Numbering:
    rules = charter_of(session, body_id, day)
    return rules.numbering if rules is not None else WITHOUT_CHARTER


def _last_ordinal(session: TenantSession, body_id: uuid.UUID, year: int) -> int:
    largest = session.scalar(
        select(func.max(Decision.ordinal)).where(Decision.body_id == body_id, Decision.year == year)
    )
    return largest or 0
