"""The evidence of a meeting in one file: minutes, signed sheet, photographs, other proofs and the pack, with an index."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import new_id
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.documents.evidence import EvidenceBundle, EvidenceFile, bundle_name, write_evidence
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.files.service import FileFacts, get_file, keep_file
from paktum.domains.jobs.service import request_job
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.minutes.papers import on_paper, signing_of
from paktum.domains.minutes.service.loading import keep_version_of, load_minutes
from paktum.domains.minutes.service.papers import make_file
from paktum.domains.minutes.tables import MeetingEvidence, Minutes, MinutesFile
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.plugin.vocabulary import Vocabulary

BUNDLE_JOB: Final = "minutes.bundle"
ZIP_MEDIA_TYPE: Final = "application/zip"
_CHUNK: Final = 1 << 16
_GROUPS: Final[Mapping[str, Message]] = {
    "signed_sheet": msg("Attendance"),
    "photo": msg("Photographs"),
    "other": msg("Other proofs"),
}
Tell = Callable[[int, int, Message], None]


def ask_for_bundle(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, meeting_id: uuid.UUID
) -> uuid.UUID:
    """Have the evidence of a meeting bundled as it is now; gives the job's id.

    Raises Forbidden, and NotFound for a meeting without minutes.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id)
    version = keep_version_of(session, clock, actor, minutes, "kept")
    parameters = {
        "meeting": str(meeting_id),
        "number": version.number,
        "format": "pdf",
        "rendering": "whole",
        "made_by": actor.post,
        "signing": list(signing_of(words, head.bodies[0].body_type)),
        "word": words.term("minutes"),
    }
    title = msg("Evidence: %(meeting)s", meeting=head.called)
    return request_job(session, actor, BUNDLE_JOB, title, parameters)


def make_bundle(
    session: TenantSession, clock: Clock, store: FileStore, parameters: Mapping[str, Any], tell: Tell
) -> uuid.UUID:
    """Put the bundle together and keep it beside the minutes; gives the meeting's id. `tell` hears each step.

    Minutes that were not made as PDF yet are made on the way. Raises NotFound; Refused when they cannot be printed.
    """
    meeting_id, number = uuid.UUID(parameters["meeting"]), int(parameters["number"])
    tenant = tenant_of_id(session, session.tenant_id)
    if tenant is None:
        raise NotFound
    if _newest_pdf(session, meeting_id, number) is None:
        make_file(session, clock, store, parameters, lambda done, total, phrase: tell(0, 0, phrase))
    head, minutes = meeting_head(session, meeting_id), load_minutes(session, meeting_id)
    listed = list(_files(session, head, number, tenant.language))
    bundle = EvidenceBundle(
        letterhead=letterhead_of(session, store, tenant),
        language=tenant.language,
        document_language=tenant.language,
        taken_at=clock.now(),
        timezone=tenant.timezone,
        made_by=str(parameters["made_by"]),
        meeting=on_paper(head, tenant.language),
        files=tuple(file for file, _ in listed),
        missing=tuple(_missing({kind for _, kind in listed}, head, tenant.language)),
    )

    def content(file: EvidenceFile) -> BinaryIO:
        return store.open(session.tenant_id, file.sha256)

    with TemporaryFile() as target:
        write_evidence(target, bundle, content, tell)
        target.seek(0)
        kept = keep_file(
            session, store, None, name=bundle_name(bundle), media_type=ZIP_MEDIA_TYPE, chunks=_chunks(target)
        )
    _note(session, clock, minutes, kept, number)
    record(session, clock, None, "evidence.bundled", "meeting", meeting_id, sha256=kept.sha256, files=len(listed))
    return meeting_id


def _note(session: TenantSession, clock: Clock, minutes: Minutes, kept: FileFacts, number: int) -> None:
    session.add(
        MinutesFile(
            id=new_id(),
            minutes_id=minutes.id,
            number=number,
            format="zip",
            rendering="whole",
            file_id=kept.id,
            made_at=clock.now(),
        )
    )
    session.flush()


def _newest_pdf(session: TenantSession, meeting_id: uuid.UUID, number: int) -> uuid.UUID | None:
    return session.scalar(
        select(MinutesFile.file_id)
        .join(Minutes, Minutes.id == MinutesFile.minutes_id)
        .where(
            Minutes.meeting_id == meeting_id,
            MinutesFile.number == number,
            MinutesFile.format == "pdf",
            MinutesFile.rendering == "whole",
        )
        .order_by(MinutesFile.made_at.desc())
        .limit(1)
    )


def _files(
    session: TenantSession, head: MeetingHead, number: int, language: Language
) -> Iterator[tuple[EvidenceFile, str]]:
    """The files of the bundle in their order, each with what it is: the kinds of evidence, `minutes` and `pack`."""
    pdf = _newest_pdf(session, head.id, number)
    if pdf is not None:
        title = say(msg("Minutes, version %(number)d", number=number), language)
        yield _entry(say(msg("Minutes"), language), title, get_file(session, pdf), None, ""), "minutes"
    rows = session.scalars(
        select(MeetingEvidence)
        .where(MeetingEvidence.meeting_id == head.id)
        .order_by(MeetingEvidence.created_at, MeetingEvidence.id)
    ).all()
    for kind, group in _GROUPS.items():
        for row in rows:
            if row.kind == kind:
                note = say(msg("with the consent of those who can be recognised"), language) if row.consent else ""
                file = get_file(session, row.file_id)
                yield _entry(say(group, language), row.title, file, row.taken_on, note), kind
    if head.pack_file_id is not None:
        title = say(msg("Pack of the meeting"), language)
        yield _entry(title, title, get_file(session, head.pack_file_id), None, ""), "pack"


def _entry(group: str, title: str, file: FileFacts, dated: date | None, note: str) -> EvidenceFile:
    return EvidenceFile(
        group=group,
        title=title or file.name,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        dated=dated,
        note=note,
    )


def _missing(there: Collection[str], head: MeetingHead, language: Language) -> Iterator[str]:
    """What a complete bundle would have: a signed sheet and photographs (unless nobody came together), and the pack."""
    wanted = {"pack": msg("Pack of the meeting")}
    if head.form in ("present", "mixed"):
        wanted = {"signed_sheet": msg("Signed attendance sheet"), "photo": msg("Photographs"), **wanted}
    yield from (say(words, language) for code, words in wanted.items() if code not in there)


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk
