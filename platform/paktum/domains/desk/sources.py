"""Who says what is due: a list of the domains below, each a function from what the page has read to due items."""

from collections.abc import Sequence
from typing import Final, Protocol

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.due import DueItem
from paktum.domains.programme.due import due_items as programme_items
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.queries import PlanRow


class DueSource(Protocol):
    """Gives a domain's items for a reader; `plan` is the programme that the page has read, for all to use."""

    def __call__(
        self, session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor
    ) -> list[DueItem]: ...


def _programme(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    return programme_items(plan, reader, may_write=actor.may("programme.write"))


SOURCES: Final[tuple[DueSource, ...]] = (_programme,)


def all_due_items(session: TenantSession, plan: Sequence[PlanRow], reader: Reader, actor: Actor) -> list[DueItem]:
    """What all domains say is late, due or next."""
    return [item for source in SOURCES for item in source(session, plan, reader, actor)]
