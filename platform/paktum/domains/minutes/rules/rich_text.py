"""Rich text of minutes: paragraphs and lists with strong, emphasised and personal words, and nothing else of HTML.

Whatever an editor or a paste sends becomes this model, and the model alone is written back: one text has one form.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from typing import Final

PERSONAL: Final = "personal"
LONGEST: Final = 100_000
"""Characters of a section's HTML; a whole meeting's minutes are rarely so long."""

_BLOCKS: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "dt", "dd"})
_LISTS: Final = frozenset({"ul", "ol"})
_STRONG: Final = frozenset({"strong", "b"})
_EMPHASIS: Final = frozenset({"em", "i"})
_KNOWN: Final = frozenset({*_BLOCKS, *_LISTS, *_STRONG, *_EMPHASIS, "li", "br", "span", "td", "th"})
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# A fixed space (U+00A0) keeps numbers and units together; one that an editor put beside a plain space does not.
_SPACES: Final = re.compile("\xa0*[ \t\r\f\v\x85\u2028\u2029]+[ \t\r\f\v\x85\u2028\u2029\xa0]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; a line feed in `text` is a line break."""

    text: str
    strong: bool = False
    emphasis: bool = False
    personal: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; never empty."""

    runs: Line


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not; it has items, and none is empty."""

    items: tuple[Line, ...]
    ordered: bool = False


Block = Paragraph | Listing
Blocks = tuple[Block, ...]


def clean(html: str) -> str:
    """The canonical HTML of whatever HTML comes in: tags p, ul, ol, li, strong, em, br and span class="personal"."""
    return to_html(from_html(html))


def from_html(html: str) -> Blocks:
    """Read HTML of any origin; markup that is not known is dropped and its words stay, scripts and styles go whole."""
    reader = _Reader()
    # Loaded with the first text: most that a web worker does is reading.
    import nh3

    reader.feed(nh3.clean(html, tags=set(_KNOWN), attributes={"span": {"class"}}, link_rel=None))
    reader.close()
    return tidy(reader.finished())


def to_html(blocks: Iterable[Block]) -> str:
    """The HTML of blocks, one block a line."""
    return "\n".join(_block_html(block) for block in blocks)


def plain_text(blocks: Iterable[Block]) -> str:
    """The words alone, one paragraph or item a line."""
    lines = (line for block in blocks for line in _lines_of(block))
    return "\n".join("".join(run.text for run in line) for line in lines)


def public(blocks: Iterable[Block], left_out: str = "[…]") -> Blocks:
    """What everybody may read: personal words are replaced by one mark; a block or item of such words alone goes whole."""
    kept: list[Block] = []
    for block in blocks:
        lines = [_without_personal(line, left_out) for line in _lines_of(block) if not _all_personal(line)]
        if lines:
            kept.append(Paragraph(lines[0]) if isinstance(block, Paragraph) else replace(block, items=tuple(lines)))
    return tidy(kept)


def paragraphs(text: str) -> Blocks:
    """Plain text as paragraphs: an empty line parts them, a line feed is a line break."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tidy([Paragraph((Run(part),)) for part in parts])


def tidy(blocks: Iterable[Block]) -> Blocks:
    """The canonical form: no empty line, no space at an end, like runs joined, lists of one kind joined."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend(Paragraph(line) for line in _tidy_lines(block.runs))
            continue
        items = tuple(_joined(_tidy_lines(item)) for item in block.items)
        items = tuple(item for item in items if item)
        if not items:
            continue
        last = found[-1] if found else None
        if isinstance(last, Listing) and last.ordered == block.ordered:
            found[-1] = replace(last, items=last.items + items)
        else:
            found.append(Listing(items, block.ordered))
    return tuple(found)


def _lines_of(block: Block) -> tuple[Line, ...]:
    return (block.runs,) if isinstance(block, Paragraph) else block.items


def _all_personal(line: Line) -> bool:
    return all(run.personal or not run.text.strip() for run in line)


def _without_personal(line: Line, left_out: str) -> Line:
    kept: list[Run] = []
    for run in line:
        if not run.personal:
            kept.append(run)
        elif not kept or kept[-1].text != left_out:
            kept.append(Run(left_out))
    return tuple(kept)


def _tidy_lines(runs: Line) -> list[Line]:
    """The paragraphs that runs make: two line breaks in a row part them."""
    rows: list[list[Run]] = [[]]
    for run in runs:
        for number, piece in enumerate(_UNSEEN.sub("", run.text).split("\n")):
            if number:
                rows.append([])
            if piece:
                rows[-1].append(replace(run, text=piece))
    paragraphs: list[list[Line]] = [[]]
    for row in map(_tidy_row, rows):
        if row:
            paragraphs[-1].append(row)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [_joined(part) for part in paragraphs if part]


def _joined(rows: list[Line]) -> Line:
    """Rows with line breaks between them; a break looks like what stands before it, so that like runs join."""
    runs: list[Run] = []
    for number, row in enumerate(rows):
        if number:
            runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
        runs.extend(row)
    return _merged(runs)


def _tidy_row(row: list[Run]) -> Line:
    """A row without spaces at its ends and with single ones inside, a space belonging to the run before it."""
    kept: list[Run] = []
    for run in _merged(row):
        text = _SPACES.sub(" ", run.text)
        if not kept or kept[-1].text.endswith(" "):
            text = text.lstrip(" ") if kept else text.lstrip(" \xa0")
        if text:
            kept.append(replace(run, text=text))
    while kept:
        text = kept[-1].text.rstrip(" \xa0")
        if text:
            kept[-1] = replace(kept[-1], text=text)
            break
        kept.pop()
    return _merged(kept)


def _merged(runs: Iterable[Run]) -> Line:
    kept: list[Run] = []
    for run in runs:
        if kept and replace(kept[-1], text="") == replace(run, text=""):
            kept[-1] = replace(run, text=kept[-1].text + run.text)
        else:
            kept.append(run)
    return tuple(kept)


def _block_html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_line_html(block.runs)}</p>"
    tag = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{_line_html(item)}</li>" for item in block.items)
    return f"<{tag}>{items}</{tag}>"


def _line_html(line: Line) -> str:
    return "".join(_run_html(run) for run in line)


def _run_html(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>")
    if run.emphasis:
        html = f"<em>{html}</em>"
    if run.strong:
        html = f"<strong>{html}</strong>"
    return f'<span class="{PERSONAL}">{html}</span>' if run.personal else html


@dataclass(slots=True)
class _Open:
    """A list being read."""

    ordered: bool
    items: list[Line] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads HTML that is already known to be harmless into blocks; lists within lists become one list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._lists: list[_Open] = []
        self._looks: list[tuple[str, str]] = []

    def finished(self) -> list[Block]:
        """What was read; whatever is still open ends here."""
        self._end_line()
        while self._lists:
            self._end_list()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
        elif tag in _LISTS:
            self._end_line()
            if self._lists:
                self._keep_list()
            self._lists.append(_Open(tag == "ol"))
        elif tag in _BLOCKS or tag == "li":
            self._end_line()
        elif tag in ("td", "th"):
            self._add(" ")
        if tag in _STRONG:
            self._looks.append((tag, "strong"))
        elif tag in _EMPHASIS:
            self._looks.append((tag, "emphasis"))
        elif tag == "span":
            classes = next((value or "" for name, value in attrs if name == "class"), "").split()
            self._looks.append((tag, PERSONAL if PERSONAL in classes else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS:
            self._end_line()
            self._end_list()
        elif tag in _BLOCKS or tag == "li":
            self._end_line()
        for place in range(len(self._looks) - 1, -1, -1):
            if self._looks[place][0] == tag:
                del self._looks[place]
                break

    def handle_data(self, data: str) -> None:
        # A line feed in the source of HTML is a space; line breaks have a tag.
        self._add(data.replace("\n", " "))

    def _add(self, text: str) -> None:
        looks = {look for _, look in self._looks}
        self._runs.append(Run(text, "strong" in looks, "emphasis" in looks, PERSONAL in looks))

    def _end_line(self) -> None:
        if self._runs:
            line = tuple(self._runs)
            self._runs = []
            if self._lists:
                self._lists[-1].items.append(line)
            else:
                self._blocks.append(Paragraph(line))

    def _keep_list(self) -> None:
        """Keep what the innermost list has so far, so that an inner list stands after its item."""
        opened = self._lists[-1]
        if opened.items:
            self._blocks.append(Listing(tuple(opened.items), opened.ordered))
            opened.items = []

    def _end_list(self) -> None:
        if self._lists:
            self._keep_list()
            self._lists.pop()
