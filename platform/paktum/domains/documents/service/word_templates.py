"""The door to Word templates: bringing one along, going back to the plain one, and writing minutes on the one in use."""

from typing import Final

from sqlalchemy import update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.core.messages import Message
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.documents.layouts.minutes import MinutesPaper
from paktum.domains.documents.layouts.minutes_sample import sample_minutes
from paktum.domains.documents.queries import template_in_use
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.documents.tables import WordTemplate
from paktum.domains.documents.template_check import check_template_apart
from paktum.domains.documents.word_files import WORD_MEDIA_TYPE
from paktum.domains.files.service import keep_file
from paktum.web.context import TenantFacts

MINUTES: Final = "minutes"


def bring_template(
    session: TenantSession,
    clock: Clock,
    store: FileStore,
    actor: Actor,
    tenant: TenantFacts,
    name: str,
    content: bytes,
) -> list[Message]:
    """Check a template for minutes and use it from now on; gives what is wrong with it, and then the former one stays.

    Raises Forbidden; Refused when the file is no harmless Word document.
    """
    authorise(actor, "documents.keep_templates")
    problems = check_template_apart(content, sample(session, clock, store, tenant))
    if problems:
        return problems
    file = keep_file(session, store, actor, name=_word_name(name), media_type=WORD_MEDIA_TYPE, chunks=[content])
    _retire(session, clock)
    template = WordTemplate(id=new_id(), kind=MINUTES, name=file.name, file_id=file.id, created_by=actor.membership_id)
    session.add(template)
    session.flush()
    record(session, clock, actor, "word_template.kept", "word_template", template.id, kind=MINUTES, sha256=file.sha256)
    return []


def leave_template(session: TenantSession, clock: Clock, actor: Actor) -> None:
    """Go back to the plain template; nothing happens when it is in use already. Raises Forbidden."""
    authorise(actor, "documents.keep_templates")
    template = template_in_use(session, MINUTES)
    if template is not None:
        _retire(session, clock)
        record(session, clock, actor, "word_template.left", "word_template", template.id, kind=MINUTES)


def minutes_on_template(session: TenantSession, store: FileStore, minutes: MinutesPaper) -> bytes:
    """Minutes as DOCX on the office's template, or on the plain one. Raises Refused when it cannot be filled in."""
    # What reads and writes Word is loaded where it is needed: most pages never do.
    from paktum.domains.documents.layouts.minutes_word import minutes_docx

    template = template_in_use(session, MINUTES)
    if template is None:
        return minutes_docx(minutes)
    with store.open(session.tenant_id, template.file.sha256) as file:
        return minutes_docx(minutes, file.read())


def sample(session: TenantSession, clock: Clock, store: FileStore, tenant: TenantFacts) -> MinutesPaper:
    """Sample minutes under the pact's own letterhead, in its language."""
    return sample_minutes(letterhead_of(session, store, tenant), tenant.language, clock.now(), tenant.timezone)


def _retire(session: TenantSession, clock: Clock) -> None:
    session.execute(
        update(WordTemplate)
        .where(WordTemplate.kind == MINUTES, WordTemplate.retired_at.is_(None))
        .values(retired_at=clock.now())
    )


def _word_name(name: str) -> str:
    """The file's own name without folders and marks that are not seen, ending as what it is."""
    plain = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    stem = plain[:-5] if plain.lower().endswith(".docx") else plain
    return f"{stem[:200].strip() or 'minutes'}.docx"
