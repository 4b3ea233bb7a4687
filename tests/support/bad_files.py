"""Files that somebody may upload in place of a work plan, each with a part of the message that refuses it."""

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class BadFile:
    """A file that is no plan: its name, its bytes, and words of the (English) refusal."""

    name: str
    content: bytes
    words: str


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


_TYPES = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document"/></Types>'
)
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
_PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
_BOMB = _archive({"[Content_Types].xml": _TYPES, "word/document.xml": b" " * 30_000_000})
_MACROS = _archive({"[Content_Types].xml": _TYPES, "word/document.xml": b"<d/>", "word/vbaProject.bin": b"\1"})
_ENTITIES = _archive(
    {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>',
    }
)

BAD_FILES = (
    BadFile("empty.docx", b"", "The file is empty."),
    BadFile("blank.txt", b" \r\n\t", "The file is empty."),
    BadFile("photo.docx", _PICTURE, "This is a picture"),
    BadFile("bomb.docx", _BOMB, "unpacks to far more"),
    BadFile("protected.docx", _PROTECTED, "protected with a password"),
    BadFile("macros.docm", _MACROS, "holds macros"),
    BadFile("laughs.docx", _ENTITIES, ""),
    BadFile("page.docx", b"<!doctype html><html><script>alert(1)</script>", "a web page"),
    BadFile("large.docx", b"PK\3\4" + bytes(21 * 1024 * 1024), "larger than 20 MB"),
    BadFile("letter.txt", "Tisztelt Partnerünk! Meghívjuk.".encode(), "No session plan or event calendar was found"),
    BadFile("broken.docx", b"PK\3\4 and then nothing", "damaged"),
)
