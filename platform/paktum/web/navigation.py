"""The navigation as data: what each domain offers, in which group, and whom it is shown to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from paktum.core.messages import Message
from paktum.plugin.specs import Form

if TYPE_CHECKING:
    from paktum.web.context import Visitor

Group = Literal["day", "work", "people", "proof", "house"]
GROUPS: tuple[Group, ...] = ("day", "work", "people", "proof", "house")


@dataclass(frozen=True)
class NavEntry:
    """A place in the navigation: its endpoint, icon, and label: a tenant's term (code and form) or a sentence of ours.

    Its pages are those of the endpoint's blueprint, of those whose names go on from it, and of the blueprints in `also`.
    """

    group: Group
    endpoint: str
    icon: str
    permission: str
    label: Message | None = None
    term: tuple[str, Form] | None = None
    also: tuple[str, ...] = ()
    waiting: "Callable[[Visitor], int] | None" = None
    """How much of it waits for whoever reads; drawn when it is more than none."""


@dataclass(frozen=True)
class NavItem:
    """A place as the layout draws it; `lang` is set where the word is in another language than the page."""

    address: str
    icon: str
    label: str
    current: bool
    lang: str | None = None
    count: int = 0
