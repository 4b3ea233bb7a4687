"""Small pictures made on the spot."""

import struct
import zlib


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG picture with its length and its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey PNG picture of that many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    parts = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def segment(code: int, data: bytes) -> bytes:
    """A marker segment of a JPEG picture with its length."""
    return struct.pack(">BBH", 0xFF, code, len(data) + 2) + data


def jpeg(*segments: bytes, scan: bytes = b"\x12\x34") -> bytes:
    """The frame of a JPEG picture with one scan; it has the structure of a picture, though nothing draws it."""
    tables = segment(0xDB, bytes(65)) + segment(0xC0, b"\x08\0\x08\0\x08\1\1\x11\0")
    return b"\xff\xd8" + b"".join(segments) + tables + segment(0xDA, b"\1\1\0\0\x3f\0") + scan + b"\xff\xd9"
