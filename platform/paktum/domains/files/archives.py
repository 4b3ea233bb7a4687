"""Looking at a packed file by its list of parts, before anything of it is unpacked: how many, how large, how tightly."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Final

from paktum.core.errors import Refused
from paktum.core.messages import msg

_MEGABYTE: Final = 1 << 20
_END: Final = b"PK\x05\x06"
_LARGE_END: Final = b"PK\x06\x06"
_LARGE_LOCATOR: Final = b"PK\x06\x07"
_LISTED: Final = 512
# The last record with the longest comment, and what may stand before it in a large archive (APPNOTE.TXT, 4.3.14 to 4.3.16).
_TAIL: Final = 22 + (1 << 16) + 20 + 56
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What `zipfile` raises for an archive that is damaged, or that it cannot read."""


@dataclass(frozen=True, kw_only=True)
class Packing:
    """What an archive may hold: parts, bytes unpacked, and unpacked bytes per packed byte of a part above 1 MB."""

    entries: int
    unpacked: int
    ratio: int


def open_archive(content: bytes, most: Packing) -> zipfile.ZipFile:
    """Open a ZIP archive that holds no more than `most` and needs no password.

    Raises Refused for one that holds more or is locked, and one of DAMAGED for one that is damaged.
    """
    check_list(io.BytesIO(content), most.entries)
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    if len(parts) > most.entries or sum(part.file_size for part in parts) > most.unpacked:
        raise _bomb()
    for part in parts:
        if part.file_size > _MEGABYTE and part.file_size > most.ratio * max(part.compress_size, 1):
            raise _bomb()
        if part.flag_bits & 0x1:
            raise Refused(
                msg("The file is protected with a password. Remove the password in Word and upload the file again.")
            )
    return archive


def check_list(content: IO[bytes], most: int) -> None:
    """Refuse a list of more than `most` parts by what the last records of a seekable archive say, before any list is made
    of it. Raises Refused, and BadZipFile for what is no archive."""
    size = content.seek(0, io.SEEK_END)
    content.seek(max(0, size - _TAIL))
    tail = content.read(_TAIL)
    end = tail.rfind(_END)
    if end < 0 or end + 22 > len(tail):
        raise zipfile.BadZipFile
    entries, directory = _number(tail, end + 10, 2), _number(tail, end + 12, 4)
    if end >= 76 and tail[end - 20 : end - 16] == _LARGE_LOCATOR:
        if tail[end - 76 : end - 72] != _LARGE_END:
            raise zipfile.BadZipFile
        entries, directory = _number(tail, end - 76 + 32, 8), _number(tail, end - 76 + 40, 8)
    if entries > most or directory > most * _LISTED:
        raise _bomb()


def _number(record: bytes, at: int, octets: int) -> int:
    return int.from_bytes(record[at : at + octets], "little")


def _bomb() -> Refused:
    return Refused(msg("The file unpacks to far more than a document holds, so it was not opened."))
