"""Calendar addresses: made when somebody asks for one, ended by renewing them."""

import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import new_id
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.programme.tables import CalendarFeed


def get_or_create_feed(session: TenantSession, clock: Clock, actor: Actor, body_id: uuid.UUID | None) -> uuid.UUID:
    """The feed of the whole pact (`body_id` None) or of one body, made if it is not there yet; gives its id.

    Raises Forbidden, NotFound.
    """
    authorise(actor, "programme.subscribe")
    if body_id is not None and session.scalar(select(Body.id).where(Body.id == body_id)) is None:
        raise NotFound
    made: uuid.UUID | None = session.scalar(
        insert(CalendarFeed)
        .values(tenant_id=session.tenant_id, id=new_id(), body_id=body_id, renewed_at=clock.now())
        .on_conflict_do_nothing(index_elements=["tenant_id", "body_id"])
        .returning(CalendarFeed.id)
    )
    if made is not None:
        record(session, clock, actor, "calendar_feed.made", "calendar_feed", made)
        return made
    return session.scalars(select(CalendarFeed.id).where(CalendarFeed.body_id.is_not_distinct_from(body_id))).one()


def renew_feed(session: TenantSession, clock: Clock, actor: Actor, feed_id: uuid.UUID) -> None:
    """Give a feed a new secret; its old address ends at once. Raises Forbidden, NotFound."""
    authorise(actor, "programme.renew_addresses")
    feed = session.scalar(select(CalendarFeed).where(CalendarFeed.id == feed_id).with_for_update())
    if feed is None:
        raise NotFound
    feed.generation += 1
    feed.renewed_at = clock.now()
    record(session, clock, actor, "calendar_feed.renewed", "calendar_feed", feed_id, generation=feed.generation)
