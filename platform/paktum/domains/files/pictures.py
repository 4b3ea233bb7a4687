"""Pictures without what a camera writes beside them: position, device, hour, names, small copies of the picture.

What the picture needs to look right stays: colour profile, transparency, and how it is turned.
JPEG by ITU-T T.81 and CIPA DC-008 (Exif), PNG by the W3C's PNG Specification, third edition.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

_UPRIGHT: Final = 1
_ORIENTATION: Final = 0x0112
_EXIF: Final = b"Exif\0\0"
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
# What of a PNG is needed to draw it; texts, times, Exif data and chunks of single programs are not.
_PNG_DRAWN: Final = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
_PNG_COLOURS: Final = (b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP")
_PNG_KEPT: Final = frozenset(_PNG_DRAWN + _PNG_COLOURS)
_JPEG_START: Final = b"\xff\xd8"
_EOI, _SOS, _COM, _JFIF, _APP1 = 0xD9, 0xDA, 0xFE, 0xE0, 0xE1
_JFIF_HEAD: Final = 18
_RESTARTS: Final = range(0xD0, 0xD8)
# Codes that have no length, and have no place between segments.
_ALONE: Final = frozenset((0x00, 0x01, 0xD8, *_RESTARTS))
_APPLICATION: Final = range(0xE0, 0xF0)
# Application segments that say how colours are meant; each is told by how its data begins.
_JPEG_KEPT: Final[Mapping[int, bytes]] = MappingProxyType({0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"})


class UnreadablePicture(Exception):
    """The bytes are not the picture that their beginning promises, so nobody can say what else is in them."""


def without_metadata(picture: bytes, media_type: str) -> Iterator[bytes]:
    """The parts of a JPEG or PNG picture that make up the same picture without metadata, in their order.

    Bytes after the end of the picture are left out too: cameras put previews and films there. Raises UnreadablePicture,
    and KeyError for another media type.
    """
    return _KINDS[media_type](picture)


def _jpeg(picture: bytes) -> Iterator[bytes]:
    if not picture.startswith(_JPEG_START):
        raise UnreadablePicture
    turned = _turned_jpeg(picture)
    yield _JPEG_START
    for marker, start, end in _segments(picture):
        if turned != _UPRIGHT and marker != _JFIF:
            # A JFIF segment comes first of all, by its rule; readers look for this one behind it.
            data = _EXIF + _exif_of(turned)
            yield struct.pack(">BBH", 0xFF, _APP1, len(data) + 2) + data
            turned = _UPRIGHT
        if marker == _JFIF and picture.startswith(b"JFIF\0", start + 4) and end - start >= _JFIF_HEAD:
            # Without the small copy of the picture that may follow.
            yield b"\xff\xe0\0\x10" + picture[start + 4 : start + 16] + b"\0\0"
        elif _is_drawn(picture, marker, start):
            yield picture[start:end]


def _is_drawn(picture: bytes, marker: int, start: int) -> bool:
    """Whether a segment is part of the picture or says how its colours are meant."""
    if marker in _APPLICATION:
        return marker in _JPEG_KEPT and picture.startswith(_JPEG_KEPT[marker], start + 4)
    return marker != _COM


def _turned_jpeg(picture: bytes) -> int:
    """How the picture is turned, by the first Exif segment before its coded data."""
    for marker, start, end in _segments(picture):
        if marker == _APP1 and picture.startswith(_EXIF, start + 4):
            return _orientation(picture[start + 10 : end])
        if marker == _SOS:
            break
    return _UPRIGHT


def _segments(picture: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker segments after the start: code, first byte, and the byte after; a scan comes with its coded data."""
    at = len(_JPEG_START)
    while True:
        at, marker = _marker(picture, at)
        if marker == _EOI:
            yield marker, at - 2, at
            return
        if marker in _ALONE or at + 2 > len(picture):
            raise UnreadablePicture
        (length,) = struct.unpack_from(">H", picture, at)
        end = at + length
        if length < 2 or end > len(picture):
            raise UnreadablePicture
        if marker == _SOS:
            end = _end_of_scan(picture, end)
        yield marker, at - 2, end
        at = end


def _marker(raw: bytes, at: int) -> tuple[int, int]:
    """Where the marker at that place ends, and its code; any number of fill bytes may stand before the code."""
    if at >= len(raw) or raw[at] != 0xFF:
        raise UnreadablePicture
    while at < len(raw) and raw[at] == 0xFF:
        at += 1
    if at >= len(raw):
        raise UnreadablePicture
    return at + 1, raw[at]


def _end_of_scan(raw: bytes, at: int) -> int:
    """Where the coded data ends: at the next marker that is neither a stuffed byte nor a restart."""
    while (at := raw.find(b"\xff", at)) >= 0 and at + 1 < len(raw):
        code = raw[at + 1]
        if code == 0xFF:
            at += 1
        elif code == 0 or code in _RESTARTS:
            at += 2
        else:
            return at
    raise UnreadablePicture


def _png(picture: bytes) -> Iterator[bytes]:
    if not picture.startswith(_PNG_START):
        raise UnreadablePicture
    turned = next(
        (_orientation(picture[a + 8 : b - 4]) for kind, a, b in _chunks(picture) if kind == b"eXIf"), _UPRIGHT
    )
    yield _PNG_START
    for kind, start, end in _chunks(picture):
        if kind in _PNG_KEPT:
            yield picture[start:end]
        elif not kind[0] & 0x20:
            # A critical chunk that is not known: without it the picture could not be drawn.
            raise UnreadablePicture
        if kind == b"IHDR" and turned != _UPRIGHT:
            data = b"eXIf" + _exif_of(turned)
            yield struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def _chunks(picture: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The chunks up to the one that ends the picture: type, first byte, and the byte after."""
    at = len(_PNG_START)
    while at + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, end = picture[at + 4 : at + 8], at + 12 + length
        if end > len(picture) or not kind.isalpha():
            raise UnreadablePicture
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end
    raise UnreadablePicture


def _orientation(exif: bytes) -> int:
    """How the picture is turned, 1 to 8, by the first directory of its Exif data; 1 where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is None:
            return _UPRIGHT
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(count):
            tag, kind, values, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if (kind, values) == (3, 1) and 1 <= value <= 8 else _UPRIGHT
    except struct.error:
        # Data that breaks off says nothing; it is left out with the rest.
        return _UPRIGHT
    return _UPRIGHT


def _exif_of(turned: int) -> bytes:
    """Exif data that says how a picture is turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


_KINDS: Final = MappingProxyType({"image/jpeg": _jpeg, "image/png": _png})
PICTURES: Final = frozenset(_KINDS)
