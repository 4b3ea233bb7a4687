"""Who may see a page: every view says so, and one that says nothing is closed to all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Hosts = Literal["tenant", "apex", "both"]
View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "paktum_access"


@dataclass(frozen=True)
class Access:
    """A view's declaration: the permission it needs, or the reason why it is open to guests.

    `hosts` says where the view answers: on tenants' hosts, on the installation's own (the apex), or on both.
    """

    permission: str | None
    reason: str | None
    hosts: Hosts = "tenant"


def requires(permission: str) -> Callable[[View], View]:
    """Open a view to signed-in members whose role carries a permission."""
    return _declare(Access(permission, None))


def open_to_all(reason: str, *, hosts: Hosts = "tenant") -> Callable[[View], View]:
    """Open a view to guests; the reason is read by reviewers and by the test that lists all open routes."""
    return _declare(Access(None, reason, hosts))


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, access)
        return view

    return mark


def access_of(view: Callable[..., Any] | None) -> Access | None:
    """What a view declared; None when it declared nothing."""
    found = getattr(view, _ATTRIBUTE, None)
    return found if isinstance(found, Access) else None
