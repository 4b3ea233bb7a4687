"""Pages of minutes, each module a part; importing this package registers them all on its blueprints."""

from paktum.domains.minutes.views import approving, page, remarks, sections, versions
from paktum.domains.minutes.views.blueprint import blueprint

__all__ = ["approving", "blueprint", "page", "remarks", "sections", "versions"]
