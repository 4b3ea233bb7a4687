"""Who acts: a person in a tenant with a role, and the permissions that roles carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from paktum.core.errors import Forbidden
from paktum.core.ids import AccountId, MembershipId, TenantId
from paktum.core.messages import Message, msg

Role = Literal["head", "officer", "member", "partner", "viewer"]

ROLE_LABELS: Final[Mapping[Role, Message]] = {
    "head": msg("Head of office"),
    "officer": msg("Officer"),
    "member": msg("Body member"),
    "partner": msg("Partner"),
    "viewer": msg("Viewer"),
}
EVERYBODY: Final[tuple[Role, ...]] = ("head", "officer", "member", "partner", "viewer")
OFFICE: Final[tuple[Role, ...]] = ("head", "officer")


@dataclass(frozen=True)
class Permission:
    """Something a role may do: its code (`programme.write`), what to call it, and the roles that have it at first."""

    code: str
    label: Message
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Actor:
    """The person behind a request, a command or a job, in one tenant."""

    tenant_id: TenantId
    account_id: AccountId | None
    membership_id: MembershipId | None
    role: Role
    post: str
    permissions: frozenset[str]

    def may(self, code: str) -> bool:
        return code in self.permissions


def authorise(actor: Actor, code: str) -> None:
    """Let an action pass, or raise Forbidden."""
    if code not in actor.permissions:
        raise Forbidden


def permissions_of_roles(permissions: Iterable[Permission]) -> dict[Role, frozenset[str]]:
    """Turn the domains' declarations into the set of codes that each role carries."""
    declared = tuple(permissions)
    return {role: frozenset(p.code for p in declared if role in p.roles) for role in EVERYBODY}
