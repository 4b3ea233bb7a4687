"""Making the pack of a meeting, as a worker does it."""

import uuid
from collections.abc import Callable

from sqlalchemy import update

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.messages import Message, msg
from paktum.core.store import FileStore
from paktum.core.subjects import Subjects
from paktum.domains.audit.service import record
from paktum.domains.bodies.queries import body_page
from paktum.domains.documents.file_names import file_name
from paktum.domains.documents.layouts.pack import PackFile
from paktum.domains.documents.pack import pack_pdf
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE
from paktum.domains.files.service import keep_file
from paktum.domains.meetings.papers import circumstances, meeting_pack
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.meetings.tables import Meeting
from paktum.domains.tenancy.queries import tenant_of_id

Tell = Callable[[int, int, Message], None]


def make_pack(
    session: TenantSession, clock: Clock, store: FileStore, subjects: Subjects, meeting_id: uuid.UUID, tell: Tell
) -> Message:
    """Make the pack as the agenda stands now, and keep it with the meeting; gives what to say of it.

    Raises NotFound for a meeting that is gone; Refused for a pack that cannot be printed.
    """
    taken_at = clock.now()
    head = meeting_head(session, meeting_id)
    tenant = tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    around = circumstances(session, store, tenant, taken_at)
    chair = body_page(session, head.bodies[0].body_id, head.day).chair
    pack = meeting_pack(session, head, around, subjects, chair.holder if chair else "")

    def content(file: PackFile) -> bytes:
        with store.open(session.tenant_id, file.sha256) as stream:
            return stream.read()

    made = pack_pdf(pack, content, tell)
    name = file_name("pdf", pack.says(msg("Pack")), pack.meeting.title, head.day.isoformat())
    file = keep_file(session, store, None, name=name, media_type=PDF_MEDIA_TYPE, chunks=[made])
    # Past the version of the row: an office that edits the meeting meanwhile has no part in this.
    session.execute(update(Meeting).where(Meeting.id == meeting_id).values(pack_file_id=file.id, pack_made_at=taken_at))
    record(session, clock, None, "meeting.pack_made", "meeting", meeting_id, sha256=file.sha256, size=file.size)
    return msg("The pack is ready: %(meeting)s", meeting=head.called)
