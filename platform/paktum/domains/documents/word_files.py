"""Opening a Word document that somebody uploaded: nothing is unpacked or parsed before it is known to be harmless."""

import zipfile
from typing import Final

from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.files.archives import DAMAGED, Packing, open_archive

WORD_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST: Final = 5 << 20
_PACKING: Final = Packing(entries=1_000, unpacked=40 << 20, ratio=200)
# Read as a tree, markup takes many times its size.
_MARKUP: Final = 6 << 20
_MAIN: Final = b"wordprocessingml.document.main+xml"
# What a document may lean on outside itself is a link to click; all else would be fetched when it is opened.
_MAY_BE_OUTSIDE: Final = ("/hyperlink",)
_FOREIGN: Final = ("/oleObject", "/package", "/aFChunk", "/control", "/attachedTemplate", "/vbaProject", "/subDocument")


def check_word_file(content: bytes) -> None:
    """Raise Refused, with a reason a person can act on, unless the bytes are a plain Word document (DOCX): no macros, no
    password, nothing embedded, nothing fetched from elsewhere, and no more unpacked than a template holds."""
    if not content:
        raise Refused(msg("The file is empty."))
    if len(content) > LARGEST:
        raise Refused(msg("The file is larger than %(limit)d MB.", limit=LARGEST >> 20))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            msg(
                "This document is of an older Word or has a password. Save it as DOCX without a password and upload that."
            )
        )
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(msg("This is not a Word document. Upload a DOCX file."))
    try:
        with open_archive(content, _PACKING) as archive:
            _check_parts(archive)
    except DAMAGED as error:
        raise _damaged() from error


def _damaged() -> Refused:
    return Refused(msg("The file is damaged: it cannot be opened as a Word document."))


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))) > _MARKUP:
        raise Refused(msg("The file unpacks to far more than a document holds, so it was not opened."))
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused(msg("The document holds macros. Save it as a document without macros (DOCX) and upload that."))
    if _MAIN not in types:
        raise Refused(msg("This is not a Word document. Upload a DOCX file."))
    for name in names:
        if name.endswith((".xml", ".rels")):
            _check_markup(name, archive.read(name))


def _check_markup(name: str, markup: bytes) -> None:
    # Loaded by the process that opens documents, and by no web worker.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(markup, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise _damaged() from error
    if not name.endswith(".rels"):
        return
    for relation in root:
        kind, outside = relation.get("Type", ""), relation.get("TargetMode") == "External"
        if (outside and not kind.endswith(_MAY_BE_OUTSIDE)) or kind.endswith(_FOREIGN):
            raise Refused(
                msg(
                    "The document holds or fetches something of another program or place. Take it out and upload it again."
                )
            )
