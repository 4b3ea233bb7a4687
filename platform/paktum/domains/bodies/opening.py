"""Entering the bodies, seats and mandates that a tenant starts with; what people changed since is never touched."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from paktum.core.database import TenantSession
from paktum.core.opening import enter
from paktum.domains.bodies.rules import FROM_THE_BEGINNING
from paktum.domains.bodies.tables import Body, Charter, Mandate, Seat
from paktum.plugin.specs import OpeningData
from paktum.plugin.vocabulary import Vocabulary


def open_bodies(
    session: TenantSession,
    opening: OpeningData,
    organisations: Mapping[str, uuid.UUID],
    words: Vocabulary,
    since: date | None,
) -> None:
    """Enter bodies with the charters of their types, then seats and mandates; rows are known again by their codes."""
    bodies = _open_bodies(session, opening, words, since)
    _open_charters(session, opening, bodies, words, since)
    seats = _open_seats(session, opening, bodies, organisations, since)
    body_of_seat = {seat.code: bodies[seat.body] for seat in opening.seats}
    mandates = [
        {
            "body_id": body_of_seat[mandate.seat],
            "seat_id": seats[body_of_seat[mandate.seat], mandate.seat],
            "code": f"{mandate.seat}-{mandate.role}",
            "holder": mandate.post,
            "email": mandate.email or "",
            "role": mandate.role,
            "since": since,
        }
        for mandate in opening.mandates
    ]
    enter(session, Mandate, ("body_id", "code"), mandates)


def _open_bodies(
    session: TenantSession, opening: OpeningData, words: Vocabulary, since: date | None
) -> dict[str, uuid.UUID]:
    """Enter the bodies, those first that others belong to; gives their ids by their codes."""
    known: dict[str, uuid.UUID] = {}
    waiting = list(enumerate(opening.bodies, 1))
    while waiting:
        # The file's check made sure that a body is given after the one that it belongs to: each turn enters at least one.
        ready = [(sequence, body) for sequence, body in waiting if body.parent is None or body.parent in known]
        waiting = [one for one in waiting if one not in ready]
        rows = [
            {
                "code": body.code,
                "body_type": body.type,
                "name": body.name,
                "short_name": words.body_type(body.type).short.get(words.language) or "",
                "parent_id": known[body.parent] if body.parent else None,
                "area": body.area or "",
                "sequence": sequence,
                "since": since,
            }
            for sequence, body in ready
        ]
        entered = enter(session, Body, ("code",), rows)
        known |= {body.code: entered[(body.code,)] for _, body in ready}
    return known


def _open_charters(
    session: TenantSession,
    opening: OpeningData,
    bodies: Mapping[str, uuid.UUID],
    words: Vocabulary,
    since: date | None,
) -> None:
    charters = ((body, words.body_type(body.type).charter) for body in opening.bodies)
    rows = [
        {
            "body_id": bodies[body.code],
            "valid_from": since or FROM_THE_BEGINNING,
            "rules": charter.model_dump(mode="json", exclude_defaults=True),
        }
        for body, charter in charters
        if charter is not None
    ]
    enter(session, Charter, ("body_id", "valid_from"), rows)


def _open_seats(
    session: TenantSession,
    opening: OpeningData,
    bodies: Mapping[str, uuid.UUID],
    organisations: Mapping[str, uuid.UUID],
    since: date | None,
) -> dict[tuple[Any, ...], uuid.UUID]:
    """Enter the seats; gives their ids by body and code."""
    rows = [
        {
            "body_id": bodies[seat.body],
            "code": seat.code,
            "organisation_id": organisations[seat.organisation] if seat.organisation else None,
            "label": seat.label,
            "voting": seat.voting,
            "sequence": sequence,
            "since": since,
        }
        for sequence, seat in enumerate(opening.seats, 1)
    ]
    return enter(session, Seat, ("body_id", "code"), rows)
