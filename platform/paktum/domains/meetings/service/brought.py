"""Files that people bring to a meeting, as documents or as evidence: what they are, and which of their bytes are kept."""

from collections.abc import Iterable, Iterator
from typing import IO, Final

from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.files.pictures import PICTURES, UnreadablePicture, without_metadata
from paktum.domains.meetings.rules.documents import (
    LARGEST_DOCUMENT,
    DocumentType,
    too_large_words,
    type_of,
    unknown_type_words,
)

_CHUNK: Final = 1 << 16


def type_brought(content: IO[bytes]) -> DocumentType:
    """What a seekable file is by its content; raises Refused for one that cannot be taken."""
    size = content.seek(0, 2)
    if size == 0:
        raise Refused(msg("The file is empty."))
    if size > LARGEST_DOCUMENT:
        raise Refused(too_large_words())
    found = type_of(content)
    if found is None:
        raise Refused(unknown_type_words())
    return found


def bytes_kept(content: IO[bytes], found: DocumentType) -> Iterable[bytes]:
    """The bytes that are kept: a picture comes without its position, camera and hour; anything else as it is.

    Raises Refused for a picture that cannot be read.
    """
    content.seek(0)
    if found.media_type not in PICTURES:
        return _chunks(content)
    try:
        return list(without_metadata(content.read(), found.media_type))
    except UnreadablePicture:
        raise Refused(msg("The picture cannot be read. Save it once more as JPEG or PNG, and try again.")) from None


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk
