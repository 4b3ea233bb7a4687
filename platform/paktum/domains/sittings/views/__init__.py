"""The pages of a sitting, all on one blueprint."""

from paktum.domains.sittings.views import motions, presence, projector, proof, screen, votes
from paktum.domains.sittings.views.blueprint import blueprint

__all__ = ["blueprint", "motions", "presence", "projector", "proof", "screen", "votes"]
