"""The tenant's own pages: what its plugins gave it, and what its head changes of that."""

from paktum.domains.tenancy.views import overview, types, words
from paktum.domains.tenancy.views.blueprint import blueprint

__all__ = ["blueprint", "overview", "types", "words"]
