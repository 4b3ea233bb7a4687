"""Loading what the verbs of minutes work on, and keeping versions of it."""

import uuid
from typing import Any

from sqlalchemy import select

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.ids import new_id
from paktum.domains.minutes.rules.life import Act, State, after, as_state, refusal, sealed, version_content
from paktum.domains.minutes.tables import Minutes, MinutesSection, MinutesVersion


def state_of(minutes: Minutes) -> State:
    """Where minutes stand."""
    return as_state(minutes.state)


def load_minutes(session: TenantSession, meeting_id: uuid.UUID, *, shared: bool = False) -> Minutes:
    """The minutes of a meeting, held back from others who change them. Raises NotFound.

    `shared` holds them for what several do at once, such as writing in different sections: nobody approves them meanwhile.
    """
    found = session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update(read=shared))
    if found is None:
        raise NotFound
    return found


def step(minutes: Minutes, act: Act) -> None:
    """Take minutes to the state that an act leads to; raises Conflict when the act is not possible now."""
    state = state_of(minutes)
    target = after(state, act)
    if target is None:
        raise Conflict(refusal(state, act))
    minutes.state = target


def sections_of(session: TenantSession, minutes_id: uuid.UUID) -> list[MinutesSection]:
    """The sections in their order."""
    return list(
        session.scalars(
            select(MinutesSection)
            .where(MinutesSection.minutes_id == minutes_id)
            .order_by(MinutesSection.sequence, MinutesSection.id)
        )
    )


def present_content(session: TenantSession, minutes_id: uuid.UUID) -> dict[str, Any]:
    """The text as it stands, in the form that versions keep it in."""
    return version_content(
        [
            {
                "id": str(section.id),
                "kind": section.kind,
                "heading": section.heading,
                "content": section.content,
                "public": section.public,
            }
            for section in sections_of(session, minutes_id)
        ]
    )


def last_version(session: TenantSession, minutes_id: uuid.UUID) -> MinutesVersion | None:
    """The version kept last."""
    return session.scalar(
        select(MinutesVersion)
        .where(MinutesVersion.minutes_id == minutes_id)
        .order_by(MinutesVersion.number.desc())
        .limit(1)
    )


def keep_version_of(
    session: TenantSession, clock: Clock, actor: Actor | None, minutes: Minutes, occasion: str
) -> MinutesVersion:
    """Keep the text as it stands as a version.

    Where the last one has the same text, it is enough: for one merely kept always, else if its occasion was the same.
    """
    session.flush()
    content = present_content(session, minutes.id)
    digest = sealed(content)
    last = last_version(session, minutes.id)
    if last is not None and last.sha256 == digest and (occasion == "kept" or last.occasion == occasion):
        return last
    version = MinutesVersion(
        id=new_id(),
        minutes_id=minutes.id,
        number=(last.number if last is not None else 0) + 1,
        occasion=occasion,
        content=content,
        sha256=digest,
        made_at=clock.now(),
        made_by=actor.membership_id if actor is not None else None,
    )
    session.add(version)
    minutes.current_version = version.number
    session.flush()
    return version
