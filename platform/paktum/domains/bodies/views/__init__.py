"""Pages of bodies."""

from paktum.domains.bodies.views import bodies, charters, mandates, seats
from paktum.domains.bodies.views.blueprint import blueprint

__all__ = ["blueprint", "bodies", "charters", "mandates", "seats"]
