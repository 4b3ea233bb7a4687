"""Pages of minutes, each module a part; importing this package registers them all on its blueprints."""

from paktum.domains.minutes.views import approving, by_link, evidence, page, papers, remarks, sections, versions
from paktum.domains.minutes.views.blueprint import blueprint

__all__ = ["approving", "blueprint", "by_link", "evidence", "page", "papers", "remarks", "sections", "versions"]
