"""Entering the bodies, seats and mandates that a tenant starts with; what people changed since is never touched."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.domains.bodies.rules import FROM_THE_BEGINNING
from paktum.domains.bodies.tables import Body, Charter, Mandate, Seat
from paktum.plugin.specs import OpeningBody, OpeningData
from paktum.plugin.vocabulary import Vocabulary


def open_bodies(
    session: TenantSession,
    opening: OpeningData,
    organisations: Mapping[str, uuid.UUID],
    words: Vocabulary,
    since: date | None,
) -> None:
    """Enter bodies with the charters of their types, then seats and mandates; rows are known again by their codes."""
    bodies: dict[str, uuid.UUID] = {}
    for sequence, body in enumerate(opening.bodies, 1):
        parent_id = bodies.get(body.parent) if body.parent else None
        bodies[body.code] = _open_body(session, body, parent_id, sequence, words, since)
    body_of_seat: dict[str, tuple[uuid.UUID, uuid.UUID]] = {}
    for sequence, seat in enumerate(opening.seats, 1):
        seat_id = _enter(
            session,
            Seat,
            ("body_id", "code"),
            body_id=bodies[seat.body],
            code=seat.code,
            organisation_id=organisations[seat.organisation] if seat.organisation else None,
            label=seat.label,
            voting=seat.voting,
            sequence=sequence,
            since=since,
        )
        body_of_seat[seat.code] = (bodies[seat.body], seat_id)
    for mandate in opening.mandates:
        body_id, seat_id = body_of_seat[mandate.seat]
        _enter(
            session,
            Mandate,
            ("body_id", "code"),
            body_id=body_id,
            seat_id=seat_id,
            code=f"{mandate.seat}-{mandate.role}",
            holder=mandate.post,
            email=mandate.email or "",
            role=mandate.role,
            since=since,
        )


def _open_body(
    session: TenantSession,
    body: OpeningBody,
    parent_id: uuid.UUID | None,
    sequence: int,
    words: Vocabulary,
    since: date | None,
) -> uuid.UUID:
    kind = words.body_type(body.type)
    body_id = _enter(
        session,
        Body,
        ("code",),
        code=body.code,
        body_type=body.type,
        name=body.name,
        short_name=kind.short.get(words.language) or "",
        parent_id=parent_id,
        area=body.area or "",
        sequence=sequence,
        since=since,
    )
    if kind.charter is not None:
        _enter(
            session,
            Charter,
            ("body_id", "valid_from"),
            body_id=body_id,
            valid_from=since or FROM_THE_BEGINNING,
            rules=kind.charter.model_dump(mode="json", exclude_defaults=True),
        )
    return body_id


def _enter(session: TenantSession, table: Any, key: tuple[str, ...], **values: Any) -> uuid.UUID:
    """Write a row unless one with the same key is there; gives the id of the one that is."""
    session.execute(
        insert(table)
        .values(tenant_id=session.tenant_id, id=new_id(), **values)
        .on_conflict_do_nothing(index_elements=["tenant_id", *key])
    )
    found: uuid.UUID = session.execute(
        select(table.id).where(*(getattr(table, name) == values[name] for name in key))
    ).scalar_one()
    return found
