"""Rich text as plain text with a few signs, for writing without a script: **strong**, __emphasis__, [[personal]], lists."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from paktum.domains.minutes.rules.rich_text import Block, Blocks, Line, Listing, Paragraph, Run, tidy

_STRONG: Final = "**"
_EMPHASIS: Final = "__"
_BEGIN: Final = "[["
_END: Final = "]]"
_SPECIAL: Final = re.compile(r"([\\*_\[\]])")
_SIGN: Final = re.compile(r"\\(.)|(\*\*|__|\[\[|\]\])")
_BULLET: Final = re.compile(r"[-•] +")
_NUMBER: Final = re.compile(r"\d{1,3}[.)] +")
_LIKE_AN_ITEM: Final = re.compile(r"([-•]|\d{1,3}[.)])(?= )")
_CONTINUED: Final = "  "


def written(blocks: Blocks) -> str:
    """Blocks in the notation: an empty line between them, `- ` or `1. ` before items."""
    return "\n\n".join(_block(block) for block in blocks)


def read(text: str) -> Blocks:
    """The blocks that a text in the notation stands for; a sign that makes no sense is taken as it stands."""
    blocks: list[Block] = []
    current: list[str] = []
    in_list = False

    def end() -> None:
        if current:
            blocks.append(Paragraph(_line("\n".join(current))))
            current.clear()

    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip()
        item = _item(line)
        if not line:
            end()
            in_list = False
        elif item is not None:
            end()
            blocks.append(item)
            in_list = True
        elif in_list and raw.startswith(_CONTINUED):
            blocks[-1] = _longer(blocks[-1], line)
        else:
            in_list = False
            current.append(line)
    end()
    return tidy(blocks)


def _item(line: str) -> Listing | None:
    for sign, ordered in ((_BULLET, False), (_NUMBER, True)):
        found = sign.match(line)
        if found:
            return Listing((_line(line[found.end() :]),), ordered)
    return None


def _longer(block: Block, line: str) -> Block:
    if not isinstance(block, Listing):
        return block
    return replace(block, items=(*block.items[:-1], (*block.items[-1], Run("\n"), *_line(line))))


def _line(text: str) -> Line:
    runs: list[Run] = []
    look = Run("")
    for piece, sign in _pieces(text):
        if piece:
            runs.append(replace(look, text=piece))
        if sign == _STRONG:
            look = replace(look, strong=not look.strong)
        elif sign == _EMPHASIS:
            look = replace(look, emphasis=not look.emphasis)
        elif sign:
            look = replace(look, personal=sign == _BEGIN)
    return tuple(runs)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Words and the sign after them; a sign behind a backslash is a word."""
    at = 0
    for found in _SIGN.finditer(text):
        yield text[at : found.start()] + (found[1] or ""), found[2] or ""
        at = found.end()
    yield text[at:], ""


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "\n".join(_guarded(line) for line in _signed(block.runs).split("\n"))
    marks = (f"{number}. " if block.ordered else "- " for number in range(1, len(block.items) + 1))
    return "\n".join(
        mark + _signed(item).replace("\n", "\n" + _CONTINUED) for mark, item in zip(marks, block.items, strict=True)
    )


def _guarded(line: str) -> str:
    """A line of a paragraph that would be read as an item, with a backslash that keeps it what it is."""
    found = _LIKE_AN_ITEM.match(line)
    return f"{line[: found.end() - 1]}\\{line[found.end() - 1 :]}" if found else line


def _signed(line: Line) -> str:
    """A line's words with the signs of their looks; a look ends before a line does and begins again after it."""
    written: list[str] = []
    for run in line:
        signs = (_STRONG if run.strong else "") + (_EMPHASIS if run.emphasis else "")
        opening = (_BEGIN if run.personal else "") + signs
        closing = signs[2:] + signs[:2] + (_END if run.personal else "")
        rows = [_SPECIAL.sub(r"\\\1", row) for row in run.text.split("\n")]
        written.append("\n".join(f"{opening}{row}{closing}" if row else "" for row in rows))
    return "".join(written)
