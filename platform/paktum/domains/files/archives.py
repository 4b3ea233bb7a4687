"""Looking at a packed file by its list of parts, before anything of it is unpacked: how many, how large, how tightly."""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from paktum.core.errors import Refused
from paktum.core.messages import msg

_MEGABYTE: Final = 1 << 20
_END: Final = b"PK\x05\x06"
_LISTED: Final = 512


@dataclass(frozen=True, kw_only=True)
class Packing:
    """What an archive may hold: parts, bytes unpacked, and unpacked bytes per packed byte of a part above 1 MB."""

    entries: int
    unpacked: int
    ratio: int


def open_archive(content: bytes, most: Packing) -> zipfile.ZipFile:
    """Open a ZIP archive that holds no more than `most` and needs no password.

    Raises Refused for one that holds more or is locked, and what `zipfile` raises for one that is damaged.
    """
    _check_list(content, most)
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


def _check_list(content: bytes, most: Packing) -> None:
    """Refuse a long list of parts by what its last record says, before any list is made of it."""
    end = content.rfind(_END)
    if end < 0 or end + 22 > len(content):
        raise zipfile.BadZipFile
    entries = int.from_bytes(content[end + 10 : end + 12], "little")
    directory = int.from_bytes(content[end + 12 : end + 16], "little")
    if entries > most.entries or directory > most.entries * _LISTED:
        raise _bomb()


def _bomb() -> Refused:
    return Refused(msg("The file unpacks to far more than a document holds, so it was not opened."))
