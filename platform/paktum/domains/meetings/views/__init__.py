"""The pages of meetings."""

from paktum.domains.meetings.views import (
    agenda,
    announcements,
    documents,
    forwarding,
    life,
    listing,
    meeting,
    of_body,
    papers,
    planning,
)
from paktum.domains.meetings.views.blueprint import blueprint

__all__ = [
    "agenda",
    "announcements",
    "blueprint",
    "documents",
    "forwarding",
    "life",
    "listing",
    "meeting",
    "of_body",
    "papers",
    "planning",
]
