"""Parsing the XML parts of an office document without trusting them: no DTD, no entities, bounded size and depth."""

import zipfile
import zlib
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.programme.reading.inspection import Limits

_MOST_ELEMENTS: Final = 250_000
_DEEPEST: Final = 120
_CHUNK: Final = 64 * 1024


class _TooMuch(Exception):
    """More elements, or deeper nested ones, than a document has."""


class _BoundedTree(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._elements = 0
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise _TooMuch
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def local(tag: object) -> str:
    """An element's or attribute's name without its namespace; both the transitional and the strict one are in use."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute's value by its name without namespace; None when the element has no such attribute."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value
    return None


def child(element: Element, name: str) -> Element | None:
    """The first child of a local name."""
    return next((found for found in element if local(found.tag) == name), None)


def value_of(element: Element | None, name: str) -> str | None:
    """The `val` of a child of a local name; an empty text when the child has none, None when there is no child."""
    found = child(element, name) if element is not None else None
    return None if found is None else attribute(found, "val") or ""


def read_part(archive: zipfile.ZipFile, name: str, limits: Limits) -> Element | None:
    """The root element of a part, or None when the archive has no such part.

    Raises Refused for a part that is damaged, too large, too deep, or that defines a document type or entities.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    parser = XMLParser(target=_BoundedTree(), forbid_dtd=True)
    read = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > limits.part:
                    raise _TooMuch
                parser.feed(chunk)
        root = parser.close()
    except _TooMuch as error:
        raise Refused(msg("The file unpacks to far more than a document holds, so it was not opened.")) from error
    except DefusedXmlException as error:
        raise Refused(msg("The file defines entities, which no Word document does, so it was not opened.")) from error
    except (ParseError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Refused(msg("The file is damaged: it cannot be opened as a Word document.")) from error
    return root if isinstance(root, Element) else None
