"""How large a picture is, read from its head alone: a small file can unpack to more than a machine has."""

import struct
from typing import Final

MOST_PIXELS: Final = 60_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
# Frames of a JPEG that name its size (ITU-T T.81, table B.1): SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def printable_size(content: bytes) -> bool:
    """Whether a PNG or JPEG says a size that can be printed; False for one that says none, or an absurd one."""
    width, height = _png_size(content) or _jpeg_size(content) or (0, 0)
    return 0 < width * height <= MOST_PIXELS


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        if marker == 0xFF or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        place += 2 + max(2, struct.unpack(">H", content[place + 2 : place + 4])[0])
    return None
