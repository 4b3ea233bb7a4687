"""What a document of the pack may be: told by its content, never by its name or by what a browser claims."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Final

from paktum.core.errors import Refused
from paktum.core.messages import Message, msg
from paktum.domains.files.archives import DAMAGED, check_list

LARGEST_DOCUMENT: Final = 25 << 20
_HEAD: Final = 16
_MOST_MEMBERS: Final = 5_000
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_BY_HEAD: Final[Mapping[bytes, tuple[str, str]]] = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}
_BY_MEMBER: Final[Mapping[str, tuple[str, str]]] = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", "pptx"),
}
_OPEN_DOCUMENT: Final[Mapping[str, str]] = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}


@dataclass(frozen=True, slots=True)
class DocumentType:
    """The media type of a document and the ending its name gets."""

    media_type: str
    ending: str


def type_of(content: IO[bytes]) -> DocumentType | None:
    """What a seekable file is; None for what is no PDF, picture or office document, and for one with macros."""
    content.seek(0)
    head = content.read(_HEAD)
    for start, (media_type, ending) in _BY_HEAD.items():
        if head.startswith(start):
            return DocumentType(media_type, ending)
    return _packed(content) if head.startswith(b"PK\x03\x04") else None


def _packed(content: IO[bytes]) -> DocumentType | None:
    """What an office document in a ZIP is, from the names of its parts; nothing is unpacked but the name of its type."""
    try:
        check_list(content, _MOST_MEMBERS)
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if any(name.lower().endswith(("vbaproject.bin", ".exe")) for name in names):
                return None
            for member, (media_type, ending) in _BY_MEMBER.items():
                if member in names:
                    return DocumentType(media_type, ending)
            first = members[0] if members else None
            if first is None or first.filename != "mimetype" or first.file_size > 100:
                return None
            media_type = archive.read(first).decode("ascii", "replace").strip()
    except (Refused, *DAMAGED):
        return None
    found = _OPEN_DOCUMENT.get(media_type)
    return DocumentType(media_type, found) if found else None


def too_large_words() -> Message:
    """What to say of a file that is too large."""
    return msg("The file is larger than %(limit)d MB.", limit=LARGEST_DOCUMENT >> 20)


def unknown_type_words() -> Message:
    """What to say of a file that cannot be taken."""
    return msg(
        "Only PDF, Word, Excel, PowerPoint and OpenDocument files without macros and JPEG or PNG pictures can be taken."
    )


def name_with_ending(name: str, ending: str) -> str:
    """The file's own name without its folders, ending as its content says."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    plain = "".join(character for character in plain if character.isprintable())
    stem, dot, old = plain.rpartition(".")
    if not dot:
        stem, old = plain, ""
    same = {ending, "jpeg"} if ending == "jpg" else {ending}
    return plain if old.lower() in same and stem else f"{(stem or plain or 'document')[:200]}.{ending}"
