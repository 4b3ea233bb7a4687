"""A page loads the style of every part that stands on it: what a page lacks is seen by nobody but its readers."""

import re
from collections.abc import Iterator

import pytest

from paktum.web.assets.build import CORE, PACKAGE, PER_PAGE

ALWAYS = {*CORE, "print", "touch"}
_COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}", re.DOTALL)
STYLES = PACKAGE / "web" / "styles"
TEMPLATES = {
    str(path).partition("/templates/")[2]: _COMMENT.sub("", path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("templates/**/*.html")
    if "node_modules" not in path.parts
}
# What a page's view renders beside the page itself, by the ends of the names.
BESIDE = ("_inner", "_content")
# Names that a page uses in a sense of its own, with no need of the style that knows them.
OWN_SENSE = {"sittings/sitting.html": {"ballot"}}

_CLASS = re.compile(r"\.([a-z][\w-]*)")
_CLASSES = re.compile(r'class="([^"]*)"')
_IMPORT = re.compile(r'\{%-?\s*from "([^"]+)" import ([^%]+?)(?: with(?:out)? context)?\s*-?%\}')
_INCLUDE = re.compile(r'\{%-?\s*include "([^"]+)"')
_LOGIC = re.compile(r"\{%.*?%\}", re.DOTALL)
_LINK = re.compile(r'asset\("(\w+)\.css"\)')
_WORD = re.compile(r"[a-z][\w-]*")
_MACRO = re.compile(r"\{%-?\s*macro (\w+)\(.*?\{%-?\s*endmacro", re.DOTALL)


def owners() -> dict[str, set[str]]:
    """The style files that know a class, by the class."""
    found: dict[str, set[str]] = {}
    for name in (*CORE, *PER_PAGE):
        for known in _CLASS.findall(_COMMENT.sub("", (STYLES / f"{name}.css").read_text(encoding="utf-8"))):
            found.setdefault(known, set()).add(name)
    return found


def parts(text: str) -> Iterator[str]:
    """The text of a template with all that it includes and the macros that it calls, wherever they were written."""
    yield text
    for name in _INCLUDE.findall(text):
        yield from parts(TEMPLATES[name])
    for file, names in _IMPORT.findall(text):
        for name in names.split(","):
            yield from called(TEMPLATES[file], name.split(" as ")[0].strip())


def called(file: str, name: str) -> Iterator[str]:
    """The body of a macro of a file, with those of the macros that it calls in turn."""
    own = {found[1]: found[0] for found in _MACRO.finditer(file)}
    body = own.get(name, "")
    yield body
    for other in own.keys() - {name}:
        if f"{other}(" in body:
            yield own[other]
    for further, names in _IMPORT.findall(file):
        for one in names.split(","):
            if f"{one.strip()}(" in body:
                yield from called(TEMPLATES[further], one.strip())


def pages() -> list[str]:
    return sorted(
        name
        for name, text in TEMPLATES.items()
        if "{% block content %}" in text and name not in ("layout.html", "components.html")
    )


@pytest.mark.parametrize("name", pages())
def test_a_page_loads_the_style_of_every_part_on_it(name: str) -> None:
    stem, known = name.removesuffix(".html"), owners()
    files = [TEMPLATES[one] for one in (name, *(f"{stem}{end}.html" for end in BESIDE)) if one in TEMPLATES]
    whole = "".join(part for text in files for part in parts(text))
    loaded = ALWAYS | set(_LINK.findall(whole))
    used = {word for listed in _CLASSES.findall(_LOGIC.sub("", whole)) for word in _WORD.findall(_literal(listed))}
    used -= OWN_SENSE.get(name, set())
    assert {one: sorted(known[one]) for one in used if one in known and not known[one] & loaded} == {}


def _literal(listed: str) -> str:
    """The names in a class attribute that stand there as they are; of what is computed, none."""
    return re.sub(r"\{\{.*?\}\}", "", listed)
