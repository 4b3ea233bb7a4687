"""Pages of people: the gate (signing in, new passwords, invitations), one's own account, and the members."""

from paktum.domains.people.views import account, gate, links, members
from paktum.domains.people.views.blueprint import blueprint, members_blueprint

__all__ = ["account", "blueprint", "gate", "links", "members", "members_blueprint"]
