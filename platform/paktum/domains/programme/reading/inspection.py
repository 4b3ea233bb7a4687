"""Looking at an uploaded plan before anything is parsed: size, true type, archive bombs, passwords, macros, encoding."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from paktum.core.errors import Refused
from paktum.core.messages import Message, msg
from paktum.domains.files.archives import DAMAGED, Packing, open_archive

_MEGABYTE: Final = 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\1\0")
_ARCHIVES: Final = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!\x1a", b"\xfd7zXZ", b"\x7fELF")
_ZIP: Final = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<svg|<!--|<script)", re.IGNORECASE)
_HIDDEN: Final = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a file may be: bytes as uploaded, and bytes of a plain text; entries, unpacked bytes and unpacked bytes per
    packed byte of an archive."""

    size: int = 20 * _MEGABYTE
    text: int = 2 * _MEGABYTE
    entries: int = 2_000
    unpacked: int = 100 * _MEGABYTE
    part: int = 16 * _MEGABYTE
    ratio: int = 150


class FileFormat(StrEnum):
    """The formats a plan is read from."""

    DOCX = "docx"
    TEXT = "text"


@dataclass(frozen=True)
class Inspected:
    """A file that may be parsed: its true format and its bytes."""

    format: FileFormat
    content: bytes


def display_name(name: str) -> str:
    """A file's name as it may be shown: the last part of a path, without control, direction or invisible characters."""
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _HIDDEN)
    short = unicodedata.normalize("NFC", " ".join(visible.split())).lstrip(".")
    if len(short) > _LONGEST_NAME:
        stem, dot, ending = short.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 8 else ""
        short = f"{short[: _LONGEST_NAME - len(ending) - 1]}…{ending}"
    return short or "–"


def inspect_file(source: Path | BinaryIO | bytes, limits: Limits | None = None) -> Inspected:
    """Check a file by its bytes, never by its name, and give it back if it is a DOCX document or a text.

    Reads at most one byte more than the size limit, so a huge file is refused without being taken into memory.
    Raises Refused with the reason.
    """
    limits = limits or Limits()
    content = _limited_content(source, limits.size)
    if not content.strip(b"\0 \t\r\n"):
        raise Refused(msg("The file is empty."))
    if content.startswith(_ZIP):
        _check_archive(content, limits)
        return Inspected(FileFormat.DOCX, content)
    reason = _foreign_format(content)
    if reason:
        raise Refused(reason)
    if len(content) > limits.text:
        raise Refused(_too_large(limits.text))
    return Inspected(FileFormat.TEXT, content)


def _too_large(size: int) -> Message:
    return msg("The file is larger than %(limit)d MB. A work plan is far smaller.", limit=size // _MEGABYTE)


def _limited_content(source: Path | BinaryIO | bytes, size: int) -> bytes:
    if isinstance(source, bytes):
        if len(source) > size:
            raise Refused(_too_large(size))
        return source
    if isinstance(source, Path):
        if not source.is_file():
            raise Refused(msg("There is no such file: %(name)s", name=display_name(source.name)))
        if source.stat().st_size > size:
            raise Refused(_too_large(size))
        with source.open("rb") as stream:
            return _limited_content(stream, size)
    content = source.read(size + 1)
    if len(content) > size:
        raise Refused(_too_large(size))
    return content


def _foreign_format(content: bytes) -> Message | None:
    """Why content that is no archive cannot be a plan; None when it may be a text."""
    if content.startswith(_OLE):
        return _ole_reason(content)
    if content[:1024].lstrip().startswith(b"%PDF"):
        return msg("This is a PDF file. Save the plan as a Word document (DOCX) and upload that.")
    if content.startswith(_PICTURES) or content[4:12] in (b"ftypheic", b"ftypavif") or content[8:12] == b"WEBP":
        return msg("This is a picture, not a document. Upload the plan as a Word document (DOCX).")
    if content.startswith(b"{\\rtf"):
        return msg("This is an RTF file. Open it in Word and save it as a Word document (DOCX).")
    if content.startswith(_ARCHIVES):
        return msg("This is not a document. Upload the plan as a Word document (DOCX) or as text.")
    if _MARKUP.match(content[:512].removeprefix(b"\xef\xbb\xbf")):
        return msg("This is a web page or a markup file. Upload the plan as a Word document (DOCX) or as text.")
    return None


def _ole_reason(content: bytes) -> Message:
    names = {name for name in ("EncryptedPackage", "EncryptionInfo") if name.encode("utf-16-le") in content}
    if names:
        return msg("The file is protected with a password. Remove the password in Word and upload the file again.")
    return msg("This is a document of an older Word. Open it in Word and save it as a Word document (DOCX).")


def _broken() -> Refused:
    return Refused(msg("The file is damaged: it cannot be opened as a Word document."))


def _check_archive(content: bytes, limits: Limits) -> None:
    most = Packing(entries=limits.entries, unpacked=limits.unpacked, ratio=limits.ratio)
    try:
        with open_archive(content, most) as archive:
            _check_kind(archive, set(archive.namelist()))
    except DAMAGED as error:
        raise _broken() from error


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise _macros()
    if "[Content_Types].xml" not in names:
        raise Refused(msg("This is an archive, not a Word document. Upload the document itself (DOCX)."))
    with archive.open("[Content_Types].xml") as stream:
        types = stream.read(_MEGABYTE)
    if b"macroEnabled" in types:
        raise _macros()
    if not any(name.startswith("word/") for name in names) and b"wordprocessingml" not in types:
        raise Refused(msg("This is an Office file, but not a Word document. Save the plan as a Word document (DOCX)."))


def _macros() -> Refused:
    return Refused(msg("The document holds macros. Save it as a document without macros (DOCX) and upload that."))


def decode_text(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 or windows-1250.

    Raises Refused when it is none of them or holds characters that no text has.
    """
    text = _decoded(content)
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\x07\x0b\x0c\x1e\x1f" for letter in set(text)):
        raise Refused(msg("The file is neither a Word document nor a text."))
    return text


def _decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "cp1250"]
    even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif odd > 4 * even and odd * 8 > len(content[:4096]):
        encodings = ["utf-16-le"]
    elif even > 4 * odd and even * 8 > len(content[:4096]):
        encodings = ["utf-16-be"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(msg("The file's characters cannot be read. Save it as a Word document or as text in UTF-8."))
