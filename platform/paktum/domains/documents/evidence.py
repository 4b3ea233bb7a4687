"""The evidence of a meeting as one archive: its files in folders, and an index to read, to count with and to check by."""

import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, Final

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from paktum.core.languages import locale_of
from paktum.core.messages import Message, msg
from paktum.core.tabular import xlsx_bytes
from paktum.domains.documents.file_names import file_name, file_name_part
from paktum.domains.documents.frozen import Frozen, Name, Text
from paktum.domains.documents.paper import MeetingOnPaper, Paper, meeting_details
from paktum.domains.documents.wording import day_text, instant_text, one_line

# These are compressed already: doing it again costs time and gains nothing.
_COMPRESSED: Final = (
    "application/pdf",
    "image/",
    "application/zip",
    "application/vnd.openxmlformats",
    "application/vnd.oasis",
)


class EvidenceFile(Frozen):
    """A file of the bundle. `group` is the heading it stands under (minutes, attendance, photographs, pack), in the
    document's language; `note` such as the consent of those on a photograph; `size` in bytes."""

    group: Name
    title: Name
    name: Name
    media_type: Name
    size: int
    sha256: Name
    dated: date | None = None
    note: Text = ""


class EvidenceBundle(Paper):
    """Everything the index of a bundle prints; `missing` names what a complete bundle would have and this one has not."""

    meeting: MeetingOnPaper
    files: tuple[EvidenceFile, ...] = ()
    missing: tuple[Name, ...] = ()


Content = Callable[[EvidenceFile], BinaryIO]
Tell = Callable[[int, int, Message], None]


def bundle_name(bundle: EvidenceBundle) -> str:
    """The name of the archive: the meeting and its day."""
    day = bundle.local(bundle.meeting.starts_at).date().isoformat()
    return file_name("zip", bundle.says(msg("Evidence bundle")), bundle.meeting.title, day)


def write_evidence(target: BinaryIO, bundle: EvidenceBundle, content: Content, tell: Tell) -> None:
    """Write the archive (ZIP) to a seekable file: the index as HTML and XLSX, the checksums for `sha256sum -c`, the files.

    `content` opens a file of the bundle, which is closed here; `tell` hears each step. The same bundle gives the same bytes.
    """
    paths = _paths(bundle)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(bundle, "index.html"), _index_page(bundle, paths))
        archive.writestr(_entry(bundle, "index.xlsx", packed=True), _index_sheet(bundle, paths))
        sums = "".join(f"{file.sha256}  {path}\n" for file, path in zip(bundle.files, paths, strict=True))
        archive.writestr(_entry(bundle, "SHA256SUMS"), sums)
        for place, (file, path) in enumerate(zip(bundle.files, paths, strict=True)):
            tell(place, len(paths), msg("Adding %(title)s", title=file.title))
            packed = file.media_type.startswith(_COMPRESSED)
            with content(file) as source, archive.open(_entry(bundle, path, packed=packed), "w") as inside:
                copyfileobj(source, inside)


def _entry(bundle: EvidenceBundle, path: str, *, packed: bool = False) -> zipfile.ZipInfo:
    """An entry with the instant of the bundle, so that nothing in the archive depends on when it was written."""
    entry = zipfile.ZipInfo(path, bundle.taken_local.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _paths(bundle: EvidenceBundle) -> list[str]:
    """A path for each file: a folder a group, a number a file; names are plain, so that no system stumbles."""
    folders = {group: number for number, group in enumerate(dict.fromkeys(file.group for file in bundle.files), 1)}
    paths = []
    for number, file in enumerate(bundle.files, 1):
        stem, dot, ending = file.name.rpartition(".")
        suffix = file_name_part(ending) if dot and stem else ""
        folder = f"{folders[file.group]}-{file_name_part(file.group)}".rstrip("-")
        name = f"{number:02}-{file_name_part(file.title) or 'file'}"
        paths.append(f"{folder}/{name}.{suffix}" if suffix else f"{folder}/{name}")
    return paths


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _heads(bundle: EvidenceBundle) -> list[str]:
    heads = (
        msg("No."),
        msg("File"),
        msg("Title"),
        msg("Date of the file"),
        msg("Note"),
        msg("Size (bytes)"),
        msg("SHA-256"),
    )
    return [bundle.says(each) for each in heads]


def _index_page(bundle: EvidenceBundle, paths: list[str]) -> str:
    language = bundle.document_language
    groups: dict[str, list[dict[str, Any]]] = {}
    for file, path in zip(bundle.files, paths, strict=True):
        groups.setdefault(file.group, []).append(
            {
                "path": path,
                "title": one_line(file.title, bundle.language),
                "dated": day_text(file.dated, language) if file.dated else "",
                "note": file.note,
                "size": format_decimal(file.size, locale=locale_of(language)),
                "sha256": file.sha256,
            }
        )
    return (
        _pages()
        .get_template("evidence.html")
        .render(
            lang=language,
            own=bundle.language,
            accent=bundle.letterhead.accent,
            pact=bundle.letterhead.pact_name,
            organisation=bundle.letterhead.organisation,
            reference=bundle.letterhead.reference,
            title=bundle.says(msg("Evidence of the %(term_session)s")),
            meeting=bundle.meeting.title,
            meeting_lang=bundle.meeting.title_language,
            details=meeting_details(bundle, bundle.meeting),
            groups=groups,
            head=_heads(bundle)[2:],
            missing=bundle.missing,
            missing_head=bundle.says(msg("Not in this bundle")),
            made=bundle.says(msg("Put together on %(date)s", date=instant_text(bundle.taken_local, language))),
            check=bundle.says(
                msg("SHA256SUMS holds the checksums: “sha256sum -c SHA256SUMS” checks that no file was changed.")
            ),
        )
    )


def _index_sheet(bundle: EvidenceBundle, paths: list[str]) -> bytes:
    rows = [
        (number, path, file.title, file.dated or "", file.note, file.size, file.sha256)
        for number, (file, path) in enumerate(zip(bundle.files, paths, strict=True), 1)
    ]
    title = bundle.says(msg("Evidence of the %(term_session)s"))
    return xlsx_bytes(title, _heads(bundle), rows, bundle.document_language, made_at=bundle.taken_at)
