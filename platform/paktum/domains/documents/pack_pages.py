"""The pages of a pack as parts of one document: nothing foreign on them acts, and each bears its number in the whole."""

from typing import Any, Final

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
)

# What a page may bring along besides its text: things that are only seen. Files, films and sounds stay behind.
_SEEN: Final = frozenset(
    {"/Link", "/Widget", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"}
    | {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink"}
)
_FONT: Final = NameObject("/PaktumNumber")
_SIZE: Final = 8
# The widths of a figure, a space and a slash in Helvetica, in thousandths of its size.
_WIDTHS: Final = {" ": 278, "/": 278}
_FIGURE: Final = 556
_MARGIN: Final = 12.0
_PADDING: Final = 3.0
# By how a page is turned: what points right and up for the reader, and which corner is at the top right (x, y of the box).
_TURNS: Final = {
    0: ((1, 0), (0, 1), (1, 1)),
    90: ((0, 1), (-1, 0), (0, 1)),
    180: ((-1, 0), (0, -1), (0, 0)),
    270: ((0, -1), (1, 0), (1, 0)),
}


def quieten(page: PageObject) -> None:
    """Take out what a foreign page would do: its actions, everything on it that is not only to be seen, and its places in
    a structure that stays behind (in the pack they would name parts of the invitation)."""
    page.pop(NameObject("/AA"), None)
    page.pop(NameObject("/StructParents"), None)
    kept = ArrayObject()
    for reference in page.get("/Annots", ArrayObject()).get_object() or ():
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") not in _SEEN:
            continue
        annotation.pop(NameObject("/AA"), None)
        annotation.pop(NameObject("/StructParent"), None)
        action = annotation.get("/A")
        if action is not None and not _leads_to_an_address(action.get_object()):
            del annotation[NameObject("/A")]
        kept.append(reference)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        page.pop(NameObject("/Annots"), None)


def _leads_to_an_address(action: Any) -> bool:
    if not isinstance(action, DictionaryObject) or action.get("/S") != "/URI" or "/Next" in action:
        return False
    return str(action.get("/URI", "")).lower().startswith(("https://", "http://", "mailto:"))


def lead_links(writer: PdfWriter, pages: int, address: str) -> None:
    """Let the links on the first `pages` that name a page after `address` lead to that page (from 1) of the pack."""
    for page in writer.pages[:pages]:
        for reference in page.get("/Annots", ArrayObject()).get_object() or ():
            annotation = reference.get_object()
            action = annotation.get("/A", DictionaryObject()).get_object()
            target = str(action.get("/URI", ""))
            if target.startswith(address):
                place = writer.pages[int(target.removeprefix(address)) - 1].indirect_reference
                del annotation[NameObject("/A")]
                annotation[NameObject("/Dest")] = ArrayObject(
                    [place, NameObject("/XYZ"), NullObject(), NullObject(), NullObject()]
                )


def number_pages(writer: PdfWriter, first: int) -> None:
    """Print on each page from `first` (from 0) which page of how many it is, in the top right corner as it is read.

    The invitation names documents by these numbers, and whoever prints the pack has nothing else to find them by.
    """
    total = len(writer.pages)
    if first >= total:
        return
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    before = writer._add_object(_stream("q\n"))
    for place in range(first, total):
        page = writer.pages[place]
        _know_font(page, font)
        after = writer._add_object(_stream(f"\nQ\n{_mark(page, f'{place + 1} / {total}')}"))
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])


def _contents(page: PageObject) -> list[IndirectObject]:
    """The page's own streams, which stay as they are."""
    held = page.get("/Contents")
    own = held.get_object() if held is not None else None
    if isinstance(own, ArrayObject):
        return list(own)
    return [page.raw_get("/Contents")] if own is not None else []


def _stream(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(text.encode("ascii"))
    return stream


def _know_font(page: PageObject, font: IndirectObject) -> None:
    resources = _dictionary(page, "/Resources")
    _dictionary(resources, "/Font")[_FONT] = font


def _dictionary(owner: DictionaryObject, name: str) -> DictionaryObject:
    """What stands under a name, and an empty one where a careless program put nothing or nonsense there."""
    held = owner.get(name)
    found = held.get_object() if held is not None else None
    if not isinstance(found, DictionaryObject):
        found = owner[NameObject(name)] = DictionaryObject()
    return found


def _mark(page: PageObject, text: str) -> str:
    """The number on a white ground; an artifact, which is not read aloud."""
    right, up, corner = _TURNS.get(page.rotation % 360, _TURNS[0])
    box = page.cropbox
    width = sum(_WIDTHS.get(sign, _FIGURE) for sign in text) * _SIZE / 1000 + 2 * _PADDING
    height = _SIZE + 2 * _PADDING
    x, y = (float((box.left, box.right)[corner[0]]), float((box.bottom, box.top)[corner[1]]))
    x -= right[0] * (width + _MARGIN) + up[0] * (height + _MARGIN)
    y -= right[1] * (width + _MARGIN) + up[1] * (height + _MARGIN)
    matrix = " ".join(str(FloatObject(value)) for value in (*right, *up, x, y))
    return (
        f"/Artifact BMC q {matrix} cm 1 g 0 0 {width:.2f} {height:.2f} re f 0.35 g "
        f"BT {_FONT} {_SIZE} Tf {_PADDING} {_PADDING + 1.2:.2f} Td ({text}) Tj ET Q EMC\n"
    )
