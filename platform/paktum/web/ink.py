"""Makes a drawing self-contained for places that know no custom properties: PDF, word processors, mail."""

import re
from functools import lru_cache
from pathlib import Path

from paktum.web.accent import accent

STYLES = Path(__file__).parent / "styles"

_BLOCK = re.compile(r":root,\[data-bs-theme=light\]\{(.*?)\n\}", re.DOTALL)
_PROPERTY = re.compile(r"(--[\w-]+):([^;]+);")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_USE = re.compile(r"var\((--[\w-]+)(?:,[^)]*)?\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_KEPT = ("fill", "stroke", "font", "text-anchor", "paint-order")
_WASH = 0.09


def inked(drawing: str, hue: int) -> str:
    """A chart of ours with the style it needs inside it, every colour a plain ``#rrggbb`` of the light theme.

    `drawing` is one SVG element as our chart functions give it; `hue` is the tenant's. The result is a document of its
    own: it names its namespace and holds neither `var()` nor `color-mix()`.
    """
    # A str subclass that escapes what is joined to it would spoil the markup.
    head, rest = str(drawing).split(">", 1)
    if "xmlns=" not in head:
        head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{head}><style>{_plain_style(hue)}</style>{rest}"


@lru_cache(maxsize=64)
def _plain_style(hue: int) -> str:
    """The rules of the chart's stylesheet that concern ink and letters, with every colour resolved."""
    colours = _light_tokens(hue)
    style = _COMMENT.sub("", (STYLES / "chart.css").read_text(encoding="utf-8"))
    rules = []
    for selector, body in _RULE.findall(style):
        if ":" in selector or "@" in selector:
            continue
        kept = ";".join(
            _USE.sub(lambda use: colours[use[1]], one)
            for one in body.split(";")
            if one.startswith(_KEPT) and not (one.startswith("text-") and "anchor" not in one)
        )
        if kept:
            rules.append(f"{selector.strip()}{{{kept}}}")
    return "text{font-family:'Source Sans 3',sans-serif}" + "".join(rules)


def _light_tokens(hue: int) -> dict[str, str]:
    """The tokens of the light theme for a tenant's hue, those that are mixed in the browser mixed here."""
    block = _BLOCK.search((STYLES / "tokens.css").read_text(encoding="utf-8"))
    if block is None:
        raise ValueError("tokens.css has no block for the light theme")
    tokens = dict(_PROPERTY.findall(block[1]))
    tokens["--accent"] = accent(hue).light
    tokens["--wash"] = _mixed(tokens["--accent"], tokens["--sheet"], _WASH)
    return {name: _long(value) for name, value in tokens.items() if value.startswith("#")}


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])


def _mixed(one: str, other: str, share: float) -> str:
    """`share` of one colour and the rest of the other, as `color-mix(in srgb, …)` does (CSS Color 5)."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
