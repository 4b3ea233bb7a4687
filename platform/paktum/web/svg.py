"""Writes SVG whose text and addresses cannot break out: numbers and our own class names go in as they are, words escaped."""

import re
from functools import lru_cache

from markupsafe import escape

# What XML 1.0 (section 2.2) allows nowhere in a document, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Widths of Source Sans 3 in thousandths of the size, a little on the safe side.
_WIDTHS = {
    **dict.fromkeys("ijlíĺ.,:;'’|!·", 275),
    **dict.fromkeys(' ftr()[]-/"„”“Iřť', 360),
    **dict.fromkeys("mwMWŵ%@—…", 870),
    **dict.fromkeys("ABCDEGHKNOPQRUVXYZÁČĎÉĚŇÓÖŐŘÚŮÜŰÝŁŃ", 640),
    **dict.fromkeys("FJLSTŠŤŚŻŹŽ", 560),
}
_USUAL = 525
_BOLD = 1.06


def words(text: str) -> str:
    """Text made safe between tags and inside quoted attributes, without characters that XML forbids."""
    return str(escape(_NOT_XML.sub("\ufffd", text)))


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


@lru_cache(maxsize=2048)
def text_width(text: str, size: float = 13, *, bold: bool = False) -> float:
    """How wide a text will be at most, in the units of `size`; letters outside the five languages count as usual ones."""
    width = sum(_WIDTHS.get(sign, _USUAL if ord(sign) < 0x2E80 else 1000) for sign in text) * size / 1000
    return width * _BOLD if bold else width


@lru_cache(maxsize=2048)
def shortened(text: str, width: float, size: float = 13, *, bold: bool = False) -> str:
    """The text cut to a width, at a word if one ends not far before, closed with an ellipsis; whole if it fits."""
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle] + "…", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    cut = text[:low]
    at_word = cut.rfind(" ")
    if at_word > 0.6 * low:
        cut = cut[:at_word]
    return cut.rstrip(" ,.;:–-") + "…"


def rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle; `kind` is a class name of our own styles."""
    return f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="1"/>'


def circle(kind: str, x: float, y: float, radius: float) -> str:
    """A circle; `kind` is a class name of our own styles."""
    return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line; `kind` is a class name of our own styles."""
    return f'<line class="{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def text(kind: str, x: float, y: float, content: str) -> str:
    """Words at a point, escaped; `kind` is one or more class names of our own styles, or empty."""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{number(x)}" y="{number(y)}">{words(content)}</text>'


def link(address: str | None, title: str, content: str) -> str:
    """A group with a title, and a link where the address leads within this site; content is finished SVG."""
    named = f"<title>{words(title)}</title>{content}"
    if address is None or not address.startswith("/") or address.startswith("//"):
        return f"<g>{named}</g>"
    return f'<a href="{words(address)}">{named}</a>'
