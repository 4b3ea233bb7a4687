"""Rich text of papers: paragraphs and lists of runs, read from the small part of HTML that minutes are kept in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final, Literal

from paktum.core.languages import Language
from paktum.core.tabular import writable
from paktum.domains.documents.frozen import Frozen
from paktum.domains.documents.wording import breakable, kept_together

_LOOKS: Final = {"strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis"}


class RichRun(Frozen):
    """Words of one look; a line feed in `text` is a line break. `personal` words are left out of what is published."""

    text: str
    strong: bool = False
    emphasis: bool = False
    personal: bool = False


class RichBlock(Frozen):
    """A paragraph (one line) or a list (a line an item); a line is a row of runs."""

    kind: Literal["paragraph", "bulleted", "numbered"] = "paragraph"
    lines: tuple[tuple[RichRun, ...], ...]


def rich_text(html: str) -> tuple[RichBlock, ...]:
    """Read rich text from HTML: tags p, ul, ol, li, strong, em, br and span class="personal".

    Any other tag is passed over and its words stay words, so that nothing in the text can become markup of a paper.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


def rich_data(blocks: tuple[RichBlock, ...], language: Language) -> list[dict[str, Any]]:
    """The JSON values from which `rich` of letterhead.typ prints blocks."""
    return [
        {"kind": block.kind, "runs": _runs(block.lines[0], language), "items": []}
        if block.kind == "paragraph"
        else {"kind": block.kind, "runs": [], "items": [_runs(line, language) for line in block.lines]}
        for block in blocks
    ]


def _runs(line: tuple[RichRun, ...], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "text": breakable(kept_together(writable(run.text), language)),
            "strong": run.strong,
            "emphasis": run.emphasis,
        }
        for run in line
    ]


@dataclass(slots=True)
class _List:
    kind: Literal["bulleted", "numbered"]
    lines: list[tuple[RichRun, ...]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects runs into lines and lines into blocks; a list within a list follows it as a list of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[RichBlock] = []
        self._runs: list[RichRun] = []
        self._lists: list[_List] = []
        self._looks: list[tuple[str, str]] = []

    def finished(self) -> tuple[RichBlock, ...]:
        """What was read; whatever is still open ends here."""
        self._end_line()
        while self._lists:
            self._end_list()
        return tuple(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
        elif tag in ("ul", "ol"):
            self._end_line()
            self._keep_list()
            self._lists.append(_List("numbered" if tag == "ol" else "bulleted"))
        elif tag in ("p", "li", "div"):
            self._end_line()
        elif tag in _LOOKS:
            self._looks.append((tag, _LOOKS[tag]))
        elif tag == "span":
            classes = (dict(attrs).get("class") or "").split()
            self._looks.append((tag, "personal" if "personal" in classes else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._end_list()
        elif tag in ("p", "li", "div"):
            self._end_line()
        for place in range(len(self._looks) - 1, -1, -1):
            if self._looks[place][0] == tag:
                del self._looks[place]
                break

    def handle_data(self, data: str) -> None:
        # A line feed in the source of HTML is a space; line breaks have a tag.
        self._add(data.replace("\r", " ").replace("\n", " "))

    def _add(self, text: str) -> None:
        looks = {look for _, look in self._looks}
        self._runs.append(
            RichRun(text=text, strong="strong" in looks, emphasis="emphasis" in looks, personal="personal" in looks)
        )

    def _end_line(self) -> None:
        line, self._runs = tuple(self._runs), []
        if not any(run.text.strip() for run in line):
            return
        if self._lists:
            self._lists[-1].lines.append(line)
        else:
            self._blocks.append(RichBlock(lines=(line,)))

    def _keep_list(self) -> None:
        if self._lists and self._lists[-1].lines:
            innermost = self._lists[-1]
            self._blocks.append(RichBlock(kind=innermost.kind, lines=tuple(innermost.lines)))
            innermost.lines = []

    def _end_list(self) -> None:
        if self._lists:
            self._keep_list()
            self._lists.pop()
