"""How mails look: the few styles that mail programs understand, put on the tags of a finished letter.

Mail programs drop style sheets, so each tag carries its own; templates stay free of them, as everywhere.
"""

import re
from collections.abc import Mapping
from typing import Final

_FONT: Final = "font-family:'Source Sans 3','Segoe UI',Roboto,Helvetica,Arial,sans-serif"
# By tag, or by tag and `data-look`; ACCENT is the pact's colour. No ground and no ink is set but on the button, so that a
# program in dark colours keeps its own.
_STYLES: Final[Mapping[str, str]] = {
    "body": f"margin:0;padding:0;{_FONT};font-size:16px;line-height:1.5",
    "table.sheet": "width:100%;max-width:600px",
    "td": f"{_FONT};font-size:16px;line-height:1.5",
    "td.number": f"{_FONT};font-size:16px;line-height:1.5;padding:2px 8px 2px 0;white-space:nowrap",
    "p": "margin:0 0 14px",
    "p.pact": "margin:0 0 20px;padding:0 0 10px;border-bottom:3px solid ACCENT;font-weight:bold",
    "p.facts": "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid ACCENT",
    "h1": "margin:0 0 12px;font-size:24px;line-height:1.25;font-weight:bold",
    "h2": "margin:20px 0 6px;font-size:17px;line-height:1.3;font-weight:bold",
    "ul": "margin:0 0 14px;padding:0 0 0 20px",
    "li": "margin:0 0 8px",
    "small": "font-size:13px;line-height:1.45",
    "hr": "border:0;border-top:1px solid #ccc5b6;margin:24px 0 14px",
    "a.button": "display:inline-block;margin:10px 0 2px;padding:11px 20px;background:ACCENT;color:#ffffff;text-decoration:none;"
    "font-weight:bold;border-radius:3px",
}
_TAG: Final = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_LOOK: Final = re.compile(r'\sdata-look="([a-z]+)"')


def dressed(page: str, accent: str) -> str:
    """The letter with its looks; `page` is HTML of our own templates, `accent` a colour (`#rrggbb`) dark enough for white."""

    def dress(tag: re.Match[str]) -> str:
        name, attributes = tag.groups()
        known = _LOOK.search(attributes)
        style = _STYLES.get(f"{name}.{known[1]}" if known else name) or _STYLES.get(name)
        if style is None:
            return tag[0]
        return f'<{name}{_LOOK.sub("", attributes)} style="{style.replace("ACCENT", accent)}">'

    return _TAG.sub(dress, page)
