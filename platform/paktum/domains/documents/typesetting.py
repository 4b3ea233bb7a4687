"""Typeset a Typst template with JSON data into a PDF that is tagged (PDF/UA-1) and made to be kept (PDF/A-2a)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from paktum.core.errors import Refused
from paktum.core.messages import msg

# The typesetter is loaded when the first document is made: a web worker lists reports and never makes one.
if TYPE_CHECKING:
    import typst

PDF_MEDIA_TYPE: Final = "application/pdf"

_FONT_PACKAGE: Final = "fontpkg_source_sans_3"
# Templates lie beside the layouts of their domains and import what all papers share from here.
_DOMAINS: Final = Path(__file__).parents[1]
_SHARED: Final = Path("documents", "letterhead.typ")

# What Typst says when PDF/A or PDF/UA forbid a character, for want of a glyph or of a meaning.
_GLYPH_TROUBLE: Final = ("could not be displayed", "contains the codepoint")
_MARKS: Final = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
# Latin with its extensions, modern Greek, Cyrillic of the Slavic languages, and the usual signs.
_UNSURE: Final = re.compile(
    "[^\t\n\r -~\u00a0-\u017f\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122"
    "\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u2713]+"
)


def typeset_pdf(
    template: Path, data: Mapping[str, object], *, made_at: datetime, picture: bytes | None = None
) -> bytes:
    """Make a PDF from a template (`.typ`) of a domain; it finds `data` as JSON in `sys.inputs.data`.

    A `picture` (PNG or JPEG) is for the template the file `picture` beside it.

    Data is never read as markup. Nothing outside the folder of the domains is read, no font of the machine is used,
    and the same data and instant (aware) give the same bytes. A character no font has prints as `\ufffd`.
    Refused when a drawing in the data, or the picture, cannot be printed.
    """
    from typst import TypstError

    text = json.dumps(data, ensure_ascii=False)
    try:
        return _compiled(template, text, made_at, picture)
    except TypstError as error:
        if not any(phrase in error.message for phrase in _GLYPH_TROUBLE):
            raise _refusal(error) from error
    # Rare enough (an emoji, a foreign script) that checking every text beforehand would cost more than trying twice.
    try:
        return _compiled(template, _printable(text), made_at, picture)
    except TypstError as error:
        raise _refusal(error) from error


def _compiled(template: Path, data: str, made_at: datetime, picture: bytes | None) -> bytes:
    if picture is None:
        return _document(template, _DOMAINS, data, made_at)
    # Only a file can hold a picture: what else the template needs is put beside it, out of which nothing is read.
    with TemporaryDirectory(prefix="paktum-page-") as name:
        root = Path(name)
        (root / _SHARED.parent).mkdir()
        copyfile(_DOMAINS / _SHARED, root / _SHARED)
        copyfile(template, root / template.name)
        (root / "picture").write_bytes(picture)
        return _document(root / template.name, root, data, made_at)


def _document(template: Path, root: Path, data: str, made_at: datetime) -> bytes:
    from typst import Compiler

    compiler = Compiler(template, root=root, font_paths=_fonts(), sys_inputs={"data": data})
    # Both at once: the reader's promise (ISO 14289-1) and the archive's (ISO 19005-2, level A).
    document = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=int(made_at.timestamp()))
    if not isinstance(document, bytes):
        raise TypeError(f"one document was expected, not {type(document).__name__}")
    return document


def _refusal(error: typst.TypstError) -> Exception:
    """What to raise: drawings and pictures are the only parts of the data that can be at fault; all else is ours."""
    if "SVG" in error.message:
        return Refused(msg("The logo of the letterhead cannot be printed. Upload it again as a plain SVG drawing."))
    if "decode image" in error.message:
        return Refused(msg("The picture cannot be read. Save it again as PNG or JPEG."))
    return error


def _printable(text: str) -> str:
    """The text in the letters that the fonts are sure to have; every run of others becomes one `\ufffd`."""
    return _UNSURE.sub("\ufffd", _MARKS.sub("", unicodedata.normalize("NFC", text)))


@cache
def _fonts() -> typst.Fonts:
    """The fonts of documents: the pages' own typeface where its package is installed, and those inside Typst."""
    from typst import Fonts

    spec = find_spec(_FONT_PACKAGE)
    folders = [] if spec is None or spec.origin is None else [Path(spec.origin).parent / "files"]
    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
