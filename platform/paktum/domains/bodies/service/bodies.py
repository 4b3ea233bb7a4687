"""Founding, editing and ending bodies."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.rules import (
    FROM_THE_BEGINNING,
    Tenure,
    body_ending_problem,
    ending_problem,
    would_be_its_own_parent,
)
from paktum.domains.bodies.service.loading import find_body, mandates_of_body, require_version, tenure_of
from paktum.domains.bodies.tables import Body, Charter, Mandate, Seat
from paktum.plugin.vocabulary import Vocabulary


@dataclass(frozen=True)
class BodyDraft:
    """What people enter of a body; texts are in the tenant's language, `since` is its first day."""

    name: str
    short_name: str = ""
    parent_id: uuid.UUID | None = None
    area: str = ""
    purpose: str = ""
    since: date | None = None


def add_body(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, body_type: str, draft: BodyDraft
) -> uuid.UUID:
    """Found a body of a type that the tenant uses; it starts with the charter of its type. Gives its id.

    Raises Forbidden, and Invalid for `body_type`, `name` or `parent_id`.
    """
    authorise(actor, "bodies.found")
    session.one_at_a_time("body")
    problems: dict[str, Message] = {}
    if body_type not in words.body_types:
        problems["body_type"] = msg("Choose one of the list.")
    problems |= _parent_problems(session, words, None, draft)
    if _name_is_taken(session, draft.name, None):
        problems["name"] = msg("A body of this name exists already.")
    if problems:
        raise Invalid(problems)
    kind = words.body_type(body_type)
    last = session.scalar(select(func.max(Body.sequence))) or 0
    body = Body(
        id=new_id(),
        body_type=body_type,
        name=draft.name,
        short_name=draft.short_name or kind.short.get(words.language) or "",
        parent_id=draft.parent_id,
        area=draft.area,
        purpose=draft.purpose,
        sequence=last + 1,
        since=draft.since,
    )
    session.add(body)
    session.flush()
    if kind.charter is not None:
        session.add(
            Charter(
                id=new_id(),
                body_id=body.id,
                valid_from=draft.since or FROM_THE_BEGINNING,
                rules=kind.charter.model_dump(mode="json", exclude_defaults=True),
            )
        )
    record(session, clock, actor, "body.added", "body", body.id, body_type=body_type, name=draft.name)
    return body.id


def edit_body(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    body_id: uuid.UUID,
    version: int,
    draft: BodyDraft,
) -> None:
    """Change what is known of a body. Raises Forbidden, NotFound, Conflict, and Invalid for `name` or `parent_id`."""
    authorise(actor, "bodies.found")
    body = find_body(session, body_id, lock=True)
    require_version(body, version)
    problems = _parent_problems(session, words, body_id, draft)
    if _name_is_taken(session, draft.name, body_id):
        problems["name"] = msg("A body of this name exists already.")
    if not Tenure(draft.since, body.ended_on).in_order:
        problems["since"] = msg("The last day is before the first one.")
    if problems:
        raise Invalid(problems)
    before = {"name": body.name, "parent_id": str(body.parent_id or "")}
    body.name, body.short_name, body.parent_id = draft.name, draft.short_name, draft.parent_id
    body.area, body.purpose, body.since = draft.area, draft.purpose, draft.since
    record(session, clock, actor, "body.edited", "body", body_id, before=before, name=draft.name)


def end_body(session: TenantSession, clock: Clock, actor: Actor, body_id: uuid.UUID, last_day: date) -> None:
    """End a body with its seats and mandates after a last day; all of them stay in the history.

    Raises Forbidden, NotFound, and Invalid for `ended_on`.
    """
    authorise(actor, "bodies.found")
    body = find_body(session, body_id, lock=True)
    below = session.execute(
        select(Body.name).where(Body.parent_id == body_id, Body.ended_on.is_(None) | (Body.ended_on > last_day))
    )
    problem = ending_problem(tenure_of(body), last_day) or body_ending_problem(below.scalars())
    if problem:
        raise Invalid({"ended_on": problem})
    body.ended_on = last_day
    seats = session.scalars(select(Seat).where(Seat.body_id == body_id)).all()
    rows: tuple[Seat | Mandate, ...] = (*seats, *mandates_of_body(session, body_id))
    for row in rows:
        # What had begun ends with the body; what was to begin later never comes into force and keeps its first day.
        if row.ended_on is None or row.ended_on > last_day:
            row.ended_on = max(last_day, row.since) if row.since else last_day
    record(session, clock, actor, "body.ended", "body", body_id, last_day=last_day.isoformat())


def _name_is_taken(session: TenantSession, name: str, own_id: uuid.UUID | None) -> bool:
    same = select(Body.id).where(func.lower(Body.name) == name.lower(), Body.ended_on.is_(None))
    return session.scalar(same.where(Body.id != own_id) if own_id else same) is not None


def _parent_problems(
    session: TenantSession, words: Vocabulary, body_id: uuid.UUID | None, draft: BodyDraft
) -> dict[str, Message]:
    if draft.parent_id is None:
        return {}
    rows = session.execute(select(Body.id, Body.parent_id, Body.body_type, Body.ended_on)).all()
    parent = next((row for row in rows if row.id == draft.parent_id), None)
    if parent is None or parent.ended_on is not None:
        return {"parent_id": msg("Choose a body that exists.")}
    if not words.body_type(parent.body_type).children:
        return {"parent_id": msg("No other body can stand under this kind of body.")}
    if body_id and would_be_its_own_parent(body_id, draft.parent_id, {row.id: row.parent_id for row in rows}):
        return {"parent_id": msg("A body cannot stand under itself.")}
    return {}
