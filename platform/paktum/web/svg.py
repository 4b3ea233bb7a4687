"""Writes SVG that words cannot break out of: numbers and our own class names go in as they are, words escaped."""

import re
from functools import lru_cache

from markupsafe import escape

# What XML 1.0 (section 2.2) allows nowhere in a document, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[&<>\"'\0-\x1f\ud800-\udfff\ufffe\uffff]")

# Widths of Source Sans 3 at weight 400 in thousandths of the size, measured and rounded up to 25.
_WIDTHS = {
    sign: width
    for width, signs in {
        200: " ",
        250: "',.:;ijí’|",
        275: "IlÍĺľ·",
        300: "!fł",
        325: "()-[]",
        350: "/rt°ŕřť",
        425: "?szśšźżž",
        450: "x“”„",
        475: "cvyýćč",
        500: "0123456789+FJLYek§ÝéęěĹĽŁ–",
        525: "VXagáäą",
        550: "AESTZhnouÁÄÉóôöúüĄĘĚńňőŚŠŤůűŹŻŽ",
        575: "CPRbdpqĆČďŔŘ",
        600: "BK",
        625: "&DGĎ",
        650: "NUÚÜŃŇŮŰ",
        675: "HOQÓÔÖŐ",
        725: "w",
        750: "M",
        800: "W—",
        825: "%",
        850: "@m",
        950: "…",
    }.items()
    for sign in signs
}
_USUAL = 600
_BOLD = 1.04


def words(text: str) -> str:
    """Text made safe between tags and inside quoted attributes, without characters that XML forbids."""
    if _SPECIAL.search(text) is None:
        return text
    return str(escape(_NOT_XML.sub("\ufffd", text)))


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}"


@lru_cache(maxsize=2048)
def text_width(text: str, size: float = 13, *, bold: bool = False) -> float:
    """How wide a text will be at most, in the units of `size`; unknown letters count as wide, ideographs as square."""
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
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1"/>'


def circle(kind: str, x: float, y: float, radius: float) -> str:
    """A circle; `kind` is a class name of our own styles."""
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line; `kind` is a class name of our own styles."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def text(kind: str, x: float, y: float, content: str) -> str:
    """Words at a point, escaped; `kind` is one or more class names of our own styles, or empty."""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}">{words(content)}</text>'


def link(address: str | None, title: str) -> tuple[str, str]:
    """What stands before and after a titled part: a link where the address leads within this site, else a group."""
    named = f"<title>{words(title)}</title>"
    if address is None or not address.startswith("/") or address.startswith(("//", "/\\")):
        return f"<g>{named}", "</g>"
    return f'<a href="{words(address)}">{named}', "</a>"
