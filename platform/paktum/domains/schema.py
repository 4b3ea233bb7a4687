"""All tables of the house in one import, for migrations and for checks over every table."""

from sqlalchemy import MetaData

import paktum.core.outbox
import paktum.core.revision
import paktum.domains.audit.tables
import paktum.domains.bodies.tables
import paktum.domains.decisions.tables
import paktum.domains.documents.tables
import paktum.domains.files.tables
import paktum.domains.jobs.tables
import paktum.domains.meetings.tables
import paktum.domains.minutes.tables
import paktum.domains.notices.tables
import paktum.domains.partners.tables
import paktum.domains.people.tables
import paktum.domains.programme.tables
import paktum.domains.reports.tables
import paktum.domains.sittings.tables
import paktum.domains.tasks.tables
import paktum.domains.tenancy.tables  # noqa: F401  (imported for the tables they declare)
from paktum.core.database import Base


def metadata() -> MetaData:
    """The metadata that knows every table."""
    return Base.metadata
