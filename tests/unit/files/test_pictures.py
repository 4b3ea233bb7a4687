"""Pictures lose what a camera wrote beside them, and nothing of the picture."""

import struct
import zlib

import pytest
from hypothesis import strategies as st

from paktum.domains.files.pictures import UnreadablePicture, without_metadata
from tests.support.pictures import jpeg, png, png_chunk, segment
from tests.support.properties import given

SECRET = b"47.5316N 21.6273E, a camera's number"
SCAN = bytes(range(0, 255, 3)) + b"\xff\x00\xff\xd0\x12\xff\x00"


def exif(turned: int, order: str = "<", *, more: bytes = SECRET) -> bytes:
    """Exif data with an orientation and, beside it, what must not be kept."""
    mark = b"II" if order == "<" else b"MM"
    head = struct.pack(f"{order}2sHI", mark, 42, 8)
    entries = struct.pack(f"{order}HHIHH", 0x010F, 2, 40, 0, 0) + struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    return b"Exif\0\0" + head + struct.pack(f"{order}H", 2) + entries + struct.pack(f"{order}I", 0) + more


def clean(picture: bytes, media_type: str = "image/jpeg") -> bytes:
    return b"".join(without_metadata(picture, media_type))


def test_a_photograph_loses_position_camera_comment_preview_and_what_comes_after_it() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
    adobe = segment(0xEE, b"Adobe\0d\0\0\0\0\0")
    jfif = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\x01\x01" + b"abc")
    private = (segment(0xE1, exif(1)), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET))
    more = (segment(0xED, b"Photoshop 3.0\0" + SECRET), segment(0xE2, b"MPF\0" + SECRET), segment(0xFE, SECRET))
    picture = jpeg(jfif, *private, *more, profile, adobe, scan=SCAN) + jpeg(segment(0xE1, exif(3)), scan=SECRET)
    found = clean(picture)
    assert SECRET not in found and b"Exif" not in found and b"abc" not in found
    assert found == jpeg(segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), profile, adobe, scan=SCAN)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_how_a_photograph_is_turned_stays_and_nothing_else_of_its_exif_data(turned: int, order: str) -> None:
    found = clean(jpeg(segment(0xFE, b"x"), segment(0xE1, exif(turned, order)), scan=SCAN))
    assert SECRET not in found
    kept = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turned, 0, 0)
    assert (segment(0xE1, b"Exif\0\0" + kept) in found) is (turned != 1)
    assert clean(found) == found


def test_a_progressive_photograph_keeps_all_its_scans() -> None:
    tables, second = segment(0xC4, b"more tables"), segment(0xDA, b"\1\1\0\0\0\0") + SCAN
    picture = jpeg(scan=SCAN)[:-2] + tables + segment(0xE1, exif(6)) + second + b"\xff\xff\xd9"
    assert clean(picture) == jpeg(scan=SCAN)[:-2] + tables + second + b"\xff\xff\xd9"


def test_a_png_loses_texts_times_and_position_and_keeps_how_it_is_turned() -> None:
    plain = png()
    head, rest = plain[:33], plain[33:]
    private = (png_chunk(b"tEXt", b"GPS\0" + SECRET), png_chunk(b"tIME", SECRET[:7]), png_chunk(b"zzZz", SECRET))
    turned = png_chunk(b"eXIf", exif(6)[6:])
    gamma = png_chunk(b"gAMA", struct.pack(">I", 45455))
    found = clean(head + gamma + b"".join(private) + turned + rest + SECRET, "image/png")
    kept = png_chunk(b"eXIf", struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0))
    assert found == head + kept + gamma + rest
    assert clean(plain, "image/png") == plain


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        jpeg()[:-2],
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xe1\0\1",
        b"\xff\xd8\0\0",
    ],
)
def test_a_photograph_that_breaks_off_is_told_from_a_whole_one(picture: bytes) -> None:
    with pytest.raises(UnreadablePicture):
        clean(picture)


@pytest.mark.parametrize("picture", [b"", png()[:-12], png()[:20], png()[:33] + png_chunk(b"ABCD", b"")])
def test_a_png_that_breaks_off_or_needs_the_unknown_is_told_from_a_whole_one(picture: bytes) -> None:
    with pytest.raises(UnreadablePicture):
        clean(picture, "image/png")


@given(
    st.lists(st.tuples(st.integers(0xE0, 0xEF) | st.just(0xFE), st.binary(max_size=60)), max_size=8),
    st.binary(max_size=200).map(lambda scan: scan.replace(b"\xff", b"\xff\0")),
)
def test_whatever_programs_wrote_into_a_photograph_the_picture_itself_stays(
    written: list[tuple[int, bytes]], scan: bytes
) -> None:
    private = [
        segment(code, data + SECRET) for code, data in written if not data.startswith((b"ICC_", b"Adobe", b"JFIF"))
    ]
    found = clean(jpeg(*private, scan=scan))
    assert SECRET not in found
    assert found.endswith(jpeg(scan=scan)[2:])
    assert clean(found) == found


@given(st.binary(max_size=300), st.sampled_from(["image/jpeg", "image/png"]), st.booleans())
def test_any_bytes_are_a_picture_or_refused(tail: bytes, media_type: str, chunked: bool) -> None:
    start = b"\xff\xd8" if media_type == "image/jpeg" else b"\x89PNG\r\n\x1a\n"
    middle = (
        (segment(0xE1, b"Exif\0\0" + tail) if media_type == "image/jpeg" else png_chunk(b"eXIf", tail))
        if chunked
        else b""
    )
    for picture in (start + middle + tail, tail):
        try:
            found = clean(picture, media_type)
        except UnreadablePicture:
            continue
        assert clean(found, media_type) == found


@given(st.binary(max_size=120))
def test_any_exif_data_leaves_at_most_how_the_picture_is_turned(data: bytes) -> None:
    plain = png()
    found = clean(plain[:33] + png_chunk(b"eXIf", data) + plain[33:], "image/png")
    assert zlib.crc32(found) == zlib.crc32(plain) or len(found) == len(plain) + 38
