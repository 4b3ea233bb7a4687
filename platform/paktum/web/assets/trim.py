"""Trims Bootstrap's stylesheet to what the templates can use, and squeezes our own; both without a parser of others.

A rule stays when every class in its selector is written somewhere in a template or script and belongs to no component
that this design replaces by one of its own. Rules for elements (Bootstrap's reset) always stay.
"""

import re
from collections.abc import Iterator, Set

# Components of Bootstrap for which the design has its own form, or none: never sent, whatever words a template holds.
REPLACED = (
    "accordion", "alert", "badge", "card", "carousel", "collapse", "collapsing", "dropdown", "dropend", "dropstart",
    "dropup", "fade", "figure", "form-floating", "form-range", "form-switch", "img", "input-group", "lead",
    "list-group", "list-inline", "list-unstyled", "modal", "nav", "navbar", "offcanvas", "pagination", "placeholder",
    "popover", "progress", "spinner", "stretched-link", "tab-content", "tab-pane", "table", "toast", "tooltip",
    "valid-feedback", "invalid-feedback", "valid-tooltip", "invalid-tooltip", "was-validated", "is-valid", "is-invalid",
    "ratio", "vr",
    "btn-outline", "btn-secondary", "btn-success", "btn-danger", "btn-warning", "btn-info", "btn-light", "btn-dark",
    "btn-close", "btn-group", "blockquote", "icon-link", "link", "focus-ring", "container", "text-bg", "initialism",
)  # fmt: skip

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PROPERTY_USE = re.compile(r"var\((--bs-[\w-]+)")
_WORD = re.compile(r"[A-Za-z][\w-]*")


def words_of(text: str) -> Set[str]:
    """Every word of a template or script that could be the name of a class."""
    return set(_WORD.findall(text))


def squeeze(style: str) -> str:
    """The same style without comments and needless white space."""
    without = _COMMENT.sub("", style)
    lines = "".join(line.strip() for line in without.splitlines())
    return lines.replace(";}", "}")


def trim(style: str, used: Set[str], other_styles: str = "") -> str:
    """Bootstrap's style with only the rules that `used` class names can reach.

    `other_styles` are those loaded beside it: custom properties that neither of the two reads are left out as well.
    Raises ValueError when the braces of `style` do not pair.
    """
    kept = "".join(_kept_rules(_COMMENT.sub("", style), used))
    kept = "".join(_animations_in_use(kept))
    return _without_idle_properties(kept, other_styles)


def _kept_rules(style: str, used: Set[str]) -> Iterator[str]:
    for head, body in _blocks(style):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_kept_rules(body, used))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            selectors = [one for one in _split(head, ",") if _is_reachable(one, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _is_reachable(selector: str, used: Set[str]) -> bool:
    return all(
        name in used and not any(name == dropped or name.startswith(dropped + "-") for dropped in REPLACED)
        for name in _CLASS.findall(re.sub(r"\[[^\]]*\]", "", selector))
    )


def _animations_in_use(style: str) -> Iterator[str]:
    for head, body in _blocks(style):
        if head.startswith("@keyframes") and not re.search(rf"animation[\w-]*:[^;}}]*{head.split()[1]}", style):
            continue
        yield f"{head}{{{body}}}"


def _without_idle_properties(style: str, other_styles: str) -> str:
    """Take away custom properties nobody reads, again and again, since one may be read only by another idle one."""
    while True:
        read = set(_PROPERTY_USE.findall(style)) | set(_PROPERTY_USE.findall(other_styles))
        lighter = "".join(_rules_reading(style, read))
        if lighter == style:
            return style
        style = lighter


def _rules_reading(style: str, read: Set[str]) -> Iterator[str]:
    for head, body in _blocks(style):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_rules_reading(body, read))
        elif head.startswith("@"):
            inner = body
        else:
            declarations = (one for one in _split(body, ";") if one)
            inner = ";".join(
                one for one in declarations if not one.startswith("--bs-") or one.split(":", 1)[0].strip() in read
            )
        if inner:
            yield f"{head}{{{inner}}}"


def _blocks(style: str) -> Iterator[tuple[str, str]]:
    """The outermost rules of a style as (head, body); statements without a body, such as @charset, are left out."""
    start = depth = opened = 0
    quote = ""
    for at, sign in enumerate(style):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ";" and depth == 0:
            start = at + 1
        elif sign == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                yield style[start:opened].strip(), style[opened + 1 : at]
                start = at + 1
    if depth:
        raise ValueError("the braces of the style do not pair")


def _split(text: str, separator: str) -> list[str]:
    """The parts of a selector list or a body, with separators in quotes and brackets left alone."""
    parts, start, depth, quote = [], 0, 0, ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == separator and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]
