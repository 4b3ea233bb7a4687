"""How two versions of minutes differ: sections that came, went or changed, blocks in them, and words within blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from paktum.domains.minutes.rules.rich_text import Line, Listing, from_html

Change = Literal["same", "added", "removed"]
# Blocks less alike than this are shown as one gone and one come: words that happen to agree only confuse.
_ALIKE: Final = 0.35
# How far down a block's former text is looked for: each look costs a comparison of two sentences.
_NEAR: Final = 12
_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that both versions have, or only one of them."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or an item of a list, with what became of it; `mark` is its sign in a list."""

    change: Change | Literal["changed"]
    parts: tuple[Part, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as a version has it; `key` is what it is known by in other versions."""

    key: str
    heading: str
    content: str
    public: bool = True


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What became of a section; `rows` are the whole of it, and `publicity` says that only one version was public."""

    key: str
    heading: tuple[Part, ...]
    change: Change | Literal["changed"]
    rows: tuple[Row, ...]
    publicity: bool = False


def compare(before: Sequence[SectionText], after: Sequence[SectionText]) -> tuple[SectionDifference, ...]:
    """Compare two versions section by section, in the order of the later one; those that went stand where they were."""
    old = {section.key: section for section in before}
    new = {section.key: section for section in after}
    order = SequenceMatcher(None, list(old), list(new), autojunk=False)
    keys: list[str] = []
    for _, first, last, begin, end in order.get_opcodes():
        keys.extend(key for key in list(old)[first:last] if key not in new)
        keys.extend(list(new)[begin:end])
    return tuple(_section(key, old.get(key), new.get(key)) for key in dict.fromkeys(keys))


def _section(key: str, old: SectionText | None, new: SectionText | None) -> SectionDifference:
    heading = words(old.heading if old else "", new.heading if new else "")
    found = rows(old.content if old else "", new.content if new else "")
    publicity = old is not None and new is not None and old.public != new.public
    if old is None or new is None:
        change: Change | Literal["changed"] = "added" if old is None else "removed"
    else:
        alike = all(row.change == "same" for row in found) and all(part.change == "same" for part in heading)
        change = "same" if alike and not publicity else "changed"
    return SectionDifference(key, heading, change, found, publicity)


def rows(before: str, after: str) -> tuple[Row, ...]:
    """Compare two texts of canonical HTML block by block."""
    old, new = list(_lines(before)), list(_lines(after))
    found: list[Row] = []
    for operation, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            found.extend(Row("same", (Part("same", text),), mark) for mark, text in new[begin:end])
        else:
            found.extend(_replaced(old[first:last], new[begin:end]))
    return tuple(found)


def _replaced(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Row]:
    """Lines that became others, in pairs where they are alike."""
    at = 0
    for mark, text in new:
        place = next((n for n in range(at, min(len(old), at + _NEAR)) if _alike(old[n][1], text)), None)
        if place is None:
            yield Row("added", (Part("added", text),), mark)
            continue
        yield from (Row("removed", (Part("removed", gone),), sign) for sign, gone in old[at:place])
        yield Row("changed", words(old[place][1], text), mark)
        at = place + 1
    yield from (Row("removed", (Part("removed", gone),), sign) for sign, gone in old[at:])


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old.casefold().split(), new.casefold().split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def words(old: str, new: str) -> tuple[Part, ...]:
    """Compare two lines word by word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[Part] = []
    for operation, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            found.append(Part("same", "".join(after[begin:end])))
            continue
        if last > first:
            found.append(Part("removed", "".join(before[first:last])))
        if end > begin:
            found.append(Part("added", "".join(after[begin:end])))
    return tuple(found)


def _lines(html: str) -> Iterator[tuple[str, str]]:
    """Every paragraph and item as (sign, words); looks do not count, personal words do and stand in double brackets."""
    for block in from_html(html):
        if isinstance(block, Listing):
            for number, item in enumerate(block.items, 1):
                yield (f"{number}." if block.ordered else "•", _text(item))
        else:
            yield ("", _text(block.runs))


def _text(line: Line) -> str:
    return "".join(f"⟦{run.text}⟧" if run.personal else run.text for run in line)
