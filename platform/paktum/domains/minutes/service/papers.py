"""Having a file made of minutes: asked for with the text as it stands, made by a job, kept beside the minutes."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.files.service import FileFacts, keep_file
from paktum.domains.jobs.service import request_job
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.minutes.papers import FORMATS, RENDERINGS, Circumstances, Rendering, frozen, signing_of
from paktum.domains.minutes.queries import section_texts
from paktum.domains.minutes.service.loading import keep_version_of, load_minutes
from paktum.domains.minutes.tables import MeetingEvidence, Minutes, MinutesFile, MinutesVersion
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import TenantFacts

FILE_JOB: Final = "minutes.file"
Tell = Callable[[int, int, Message], None]


def ask_for_file(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    meeting_id: uuid.UUID,
    file_format: str,
    rendering: str,
) -> uuid.UUID:
    """Have a file made of the minutes as they stand; what stands is kept as a version first. Gives the job's id.

    Raises Forbidden, NotFound, and Invalid for `format` or `rendering`.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id)
    problems = {}
    if file_format not in FORMATS:
        problems["format"] = msg("Choose one of the list.")
    if rendering not in RENDERINGS:
        problems["rendering"] = msg("Choose one of the list.")
    if problems:
        raise Invalid(problems)
    version = keep_version_of(session, clock, actor, minutes, "kept")
    parameters = {
        "meeting": str(meeting_id),
        "number": version.number,
        "format": file_format,
        "rendering": rendering,
        "made_by": actor.post,
        "signing": list(signing_of(words, head.bodies[0].body_type)),
        "word": words.term("minutes"),
    }
    title = msg("Minutes as %(format)s: %(meeting)s", format=FORMATS[file_format].label, meeting=head.called)
    return request_job(session, actor, FILE_JOB, title, parameters)


def make_file(
    session: TenantSession, clock: Clock, store: FileStore, parameters: Mapping[str, Any], tell: Tell
) -> tuple[uuid.UUID, Message]:
    """Make the file that was asked for and keep it; gives the meeting's id and what the file is of. `tell` hears each step.

    Raises NotFound; Refused when the text cannot be printed.
    """
    meeting_id, number = uuid.UUID(parameters["meeting"]), int(parameters["number"])
    rendering: Rendering = "public" if parameters["rendering"] == "public" else "whole"
    kind = FORMATS[parameters["format"]]
    tell(0, 3, msg("Reading the minutes"))
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id)
    version = session.scalar(
        select(MinutesVersion).where(MinutesVersion.minutes_id == minutes.id, MinutesVersion.number == number)
    )
    tenant = tenant_of_id(session, session.tenant_id)
    if version is None or tenant is None:
        raise NotFound
    around = _around(session, store, tenant, parameters)
    paper = frozen(
        minutes, head, version, section_texts(version.content), rendering, around, _attached(session, meeting_id)
    )
    tell(1, 3, msg("Setting the pages"))
    content = kind.make(session, store, paper)
    tell(2, 3, msg("Keeping the file"))
    name = _name(tenant, head, rendering, number, parameters["format"])
    file = keep_file(session, store, None, name=name, media_type=kind.media_type, chunks=[content])
    _note(session, clock, minutes, file, parameters)
    return meeting_id, msg("%(format)s of the minutes, version %(number)d", format=kind.label, number=number)


def _note(
    session: TenantSession, clock: Clock, minutes: Minutes, file: FileFacts, parameters: Mapping[str, Any]
) -> None:
    """Put a finished file beside the minutes."""
    number, rendering = int(parameters["number"]), str(parameters["rendering"])
    session.add(
        MinutesFile(
            id=new_id(),
            minutes_id=minutes.id,
            number=number,
            format=parameters["format"],
            rendering=rendering,
            file_id=file.id,
            made_at=clock.now(),
        )
    )
    session.flush()
    facts = {"sha256": file.sha256, "version": number, "rendering": rendering}
    record(session, clock, None, "minutes.file_made", "minutes", minutes.id, **facts)


def _around(
    session: TenantSession, store: FileStore, tenant: TenantFacts, parameters: Mapping[str, Any]
) -> Circumstances:
    return Circumstances(
        letterhead=letterhead_of(session, store, tenant),
        language=tenant.language,
        timezone=tenant.timezone,
        made_by=str(parameters["made_by"]),
        signing=tuple(str(one) for one in parameters["signing"]),
        word=str(parameters["word"]),
    )


def _attached(session: TenantSession, meeting_id: uuid.UUID) -> list[str]:
    """The titles of what belongs to the minutes; photographs are evidence of the meeting, not a part of its minutes."""
    return list(
        session.scalars(
            select(MeetingEvidence.title)
            .where(MeetingEvidence.meeting_id == meeting_id, MeetingEvidence.kind != "photo")
            .order_by(MeetingEvidence.created_at)
        )
    )


def _name(tenant: TenantFacts, head: MeetingHead, rendering: Rendering, number: int, file_format: str) -> str:
    public = "-public" if rendering == "public" else ""
    return f"{tenant.slug}-minutes-{head.day.isoformat()}-v{number}{public}.{file_format}"
