"""The tags of a pack: the pages that are set here for files stay readable to a screen reader, as parts of the invitation."""

from collections.abc import Sequence
from typing import Final, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, TextStringObject

_TREE: Final = "/StructTreeRoot"
_PARENTS: Final = "/StructParents"
_NEXT: Final = "/ParentTreeNextKey"


def adopt_tags(writer: PdfWriter, reader: PdfReader, pages: Sequence[PageObject], title: str) -> None:
    """Hang the structure of a document that was just appended under that of the document the writer was cloned from.

    `reader` is what was appended, set by the typesetter (one element at the top, a flat parent tree: ISO 32000-1, 14.7),
    `pages` its pages as the writer has them. What was a document of its own becomes a part, called `title`.
    """
    own = reader.root_object
    whole = _dictionary(writer.root_object, _TREE)
    # The writer remembers which of its objects came of which: cloned elements point to the pages that are in it already.
    added = cast(DictionaryObject, own.raw_get(_TREE).clone(writer).get_object())
    top, part = _top(whole), _top(added)
    part[NameObject("/S")] = NameObject("/Part")
    part[NameObject("/T")] = TextStringObject(title)
    part[NameObject("/P")] = _reference(top)
    if "/Lang" in own:
        part[NameObject("/Lang")] = TextStringObject(str(own["/Lang"]))
    _list(top, "/K").append(_reference(part))
    roles = _dictionary(whole, "/RoleMap")
    for name, meaning in _dictionary(added, "/RoleMap").items():
        roles.setdefault(name, meaning)
    _join_parents(whole, added, reader, pages)


def _join_parents(
    whole: DictionaryObject, added: DictionaryObject, reader: PdfReader, pages: Sequence[PageObject]
) -> None:
    """Renumber what leads from marked content back to its elements, so that no number means two things."""
    numbers, new = (_list(_dictionary(tree, "/ParentTree"), "/Nums") for tree in (whole, added))
    first = _number(whole, _NEXT)
    for key, parents in zip(new[::2], new[1::2], strict=True):
        numbers.extend((NumberObject(first + int(key)), parents))
    for page, appended in zip(reader.pages, pages, strict=True):
        if _PARENTS in page:
            appended[NameObject(_PARENTS)] = NumberObject(first + _number(page, _PARENTS))
            appended[NameObject("/Tabs")] = NameObject("/S")
    whole[NameObject(_NEXT)] = NumberObject(first + _number(added, _NEXT))


def _top(tree: DictionaryObject) -> DictionaryObject:
    """The element at the top of a tree."""
    return cast(DictionaryObject, _list(tree, "/K")[0].get_object())


def _dictionary(owner: DictionaryObject, name: str) -> DictionaryObject:
    return cast(DictionaryObject, owner[name].get_object())


def _list(owner: DictionaryObject, name: str) -> ArrayObject:
    return cast(ArrayObject, owner[name].get_object())


def _number(owner: DictionaryObject, name: str) -> int:
    return int(cast(NumberObject, owner[name]))


def _reference(element: DictionaryObject) -> IndirectObject:
    return cast(IndirectObject, element.indirect_reference)
