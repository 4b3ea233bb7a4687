"""Minutes as papers: which files can be made of a version, and what is frozen for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from paktum.core.database import TenantSession
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say
from paktum.core.store import FileStore
from paktum.domains.documents.layouts.minutes import MinutesPaper, SectionOnPaper, minutes_pdf
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.documents.paper import MeetingOnPaper
from paktum.domains.documents.rich import rich_text
from paktum.domains.documents.service.word_templates import minutes_on_template
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE
from paktum.domains.documents.word_files import WORD_MEDIA_TYPE
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.minutes.rules.difference import SectionText
from paktum.domains.minutes.rules.rich_text import from_html, public, to_html
from paktum.domains.minutes.tables import Minutes
from paktum.plugin.vocabulary import Vocabulary

Rendering = Literal["whole", "public"]
RENDERINGS: Final[Mapping[str, Message]] = MappingProxyType(
    {"whole": msg("the whole, for the bodies"), "public": msg("without personal parts, for everybody")}
)


@dataclass(frozen=True)
class PaperFormat:
    """A kind of file: its name for people, its media type, and what makes it from frozen minutes.

    `make` also takes session and store: a Word file is written on the office's own template where it brought one.
    """

    label: str
    media_type: str
    make: Callable[[TenantSession, FileStore, MinutesPaper], bytes]


def _pdf(_session: TenantSession, _store: FileStore, paper: MinutesPaper) -> bytes:
    return minutes_pdf(paper)


FORMATS: Final[Mapping[str, PaperFormat]] = MappingProxyType(
    {
        "pdf": PaperFormat("PDF", PDF_MEDIA_TYPE, _pdf),
        "docx": PaperFormat("DOCX", WORD_MEDIA_TYPE, minutes_on_template),
    }
)


@dataclass(frozen=True)
class Circumstances:
    """Around a paper: whose it is, in which language, made by which post, read by which clock."""

    letterhead: Letterhead
    language: Language
    timezone: str
    made_by: str
    signing: tuple[str, ...]
    word: str


def signing_of(words: Vocabulary, body_type: str) -> tuple[str, ...]:
    """In what capacity the minutes of a kind of body are signed, in the pact's language."""
    return tuple(words.say(one).text for one in words.minutes_of(body_type).signatures)


def frozen(
    minutes: Minutes,
    head: MeetingHead,
    version: Any,
    sections: Sequence[SectionText],
    rendering: Rendering,
    around: Circumstances,
    attached: Sequence[str] = (),
) -> MinutesPaper:
    """A version of minutes as papers print it; the public rendering lacks internal sections and personal words."""
    kept = [section for section in sections if section.public or rendering == "whole"]
    return MinutesPaper(
        letterhead=around.letterhead,
        language=around.language,
        document_language=around.language,
        taken_at=version.made_at,
        timezone=around.timezone,
        made_by=around.made_by,
        meeting=on_paper(head, around.language),
        word=around.word,
        number=version.number,
        state=_STATES.get(minutes.state, "drafted"),
        rendering=rendering,
        approval=minutes.approver,
        approved_at=minutes.approved_at,
        sections=tuple(
            SectionOnPaper(heading=section.heading, blocks=rich_text(_content(section.content, rendering)))
            for section in kept
        ),
        attached=tuple(attached) if rendering == "whole" else (),
        signing=around.signing,
    )


def on_paper(head: MeetingHead, language: Language) -> MeetingOnPaper:
    """A meeting as the papers made after it name it: with the times at which it was opened and ended."""
    called = head.called
    return MeetingOnPaper(
        title=say(called, language) if isinstance(called, Message) else called,
        title_language=language,
        bodies=tuple(body.name for body in head.bodies),
        starts_at=head.opened_at or head.starts_at,
        ends_at=_end(head),
        form=_FORMS.get(head.form, "present"),
        place=head.place,
    )


def _content(content: str, rendering: Rendering) -> str:
    blocks = from_html(content)
    return to_html(public(blocks) if rendering == "public" else blocks)


def _end(head: MeetingHead) -> Any:
    """When it ended, never before it began."""
    return max(head.opened_at or head.starts_at, head.ended_at or head.ends_at)


_FORMS: Final[Mapping[str, Literal["present", "remote", "mixed", "circular"]]] = MappingProxyType(
    {"present": "present", "remote": "remote", "mixed": "mixed", "circular": "circular"}
)
_STATES: Final[Mapping[str, Literal["drafted", "sent", "approved", "locked"]]] = MappingProxyType(
    {"drafted": "drafted", "sent": "sent", "approved": "approved", "locked": "locked"}
)
