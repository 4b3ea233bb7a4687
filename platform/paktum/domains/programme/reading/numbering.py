"""The bullets and numbers a word processor shows before list paragraphs without storing them in the text."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from paktum.domains.programme.reading.markup import attribute, child, local, value_of

_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_SMALL_ROMAN: Final = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_LEVELS: Final = 9


@dataclass(frozen=True)
class _Level:
    form: str = "bullet"
    pattern: str = ""
    start: int = 1


@dataclass
class ListMarks:
    """The lists of a document and how far each has counted; `mark` counts on, so paragraphs come in their order."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> "ListMarks":
        """Read the numbering part of a document; a document without one has no list marks but bullets."""
        if root is None:
            return cls()
        abstract = {
            attribute(found, "abstractNumId") or "": _levels_of(found)
            for found in root
            if local(found.tag) == "abstractNum"
        }
        levels = {
            attribute(found, "numId") or "": abstract.get(value_of(found, "abstractNumId") or "", {})
            for found in root
            if local(found.tag) == "num"
        }
        return cls(levels)

    def mark(self, list_id: str, depth: int) -> str:
        """The bullet or number before the next paragraph of a list ("• ", "3. "); empty when the list shows none."""
        if list_id in ("", "0") or not 0 <= depth < _MOST_LEVELS:
            return ""
        levels = self._levels.get(list_id, {})
        level = levels.get(depth, _Level())
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return "• "
        counts = self._counts.setdefault(list_id, [None] * _MOST_LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_MOST_LEVELS - depth - 1)
        text = level.pattern or f"%{depth + 1}."
        for index in range(depth + 1):
            shown = levels.get(index, _Level("decimal"))
            text = text.replace(f"%{index + 1}", _written(counts[index] or shown.start, shown.form))
        return f"{text.strip()} " if text.strip() else ""


def _levels_of(abstract: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for found in abstract:
        index = attribute(found, "ilvl") if local(found.tag) == "lvl" else None
        if index is None or not index.isdecimal():
            continue
        start = value_of(found, "start") or "1"
        levels[int(index)] = _Level(
            value_of(found, "numFmt") or "decimal",
            value_of(found, "lvlText") or "",
            int(start) if start.isdecimal() and len(start) < 6 else 1,
        )
    return levels


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text, left = "", number
        for value, letters in _ROMAN + _SMALL_ROMAN:
            text += letters * (left // value)
            left %= value
        return text.upper() if form == "upperRoman" else text
    return str(number)


def list_of(properties: Element | None) -> tuple[str, int] | None:
    """The list and depth that a paragraph's or style's properties name; None when they name none."""
    found = child(properties, "numPr") if properties is not None else None
    if found is None:
        return None
    depth = value_of(found, "ilvl") or "0"
    return value_of(found, "numId") or "", int(depth) if depth.isdecimal() and len(depth) < 3 else 0
