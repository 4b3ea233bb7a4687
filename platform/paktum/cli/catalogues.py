"""`paktum catalogues`: collecting every sentence of the code and the templates, compiling, and checking that none lacks."""

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from paktum.core.languages import CATALOGUES, LANGUAGES, Language
from paktum.core.placeholders import asked_by
from paktum.plugin.loader import load_words
from paktum.plugin.specs import REQUIRED_FORMS

_PACKAGE: Final = Path(__file__).parents[1]


def sentences_of_module(
    fileobj: IO[bytes], keywords: Collection[str], _tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Every call of a keyword: line, keyword, arguments (None for one that is no literal text), and no comments.

    An extraction method of Babel, read from the syntax tree: Babel's own reads tokens, and until Python 3.12 a whole
    f-string is a single one, whatever is called in it.
    """
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords and node.args:
            yield node.lineno, node.func.id, tuple(map(_literal, node.args)), []


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


_TEMPLATES: Final = ("**/templates/**.html", "**/templates/**.txt")
_METHODS: Final = [
    *((pattern, "jinja2") for pattern in _TEMPLATES),
    ("**.py", "paktum.cli.catalogues:sentences_of_module"),
]
_KEYWORDS: Final = {
    "msg": None,
    "nmsg": (1, 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "_l": None,
}
_OPTIONS: Final = {pattern: {"trimmed": "true", "silent": "false"} for pattern in _TEMPLATES}
_PLURALS: Final[dict[Language, tuple[int, str]]] = {
    "hu": (1, "0"),
    "cs": (3, "((n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2)"),
    "sk": (3, "((n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2)"),
    "pl": (3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"),
    "en": (2, "(n != 1)"),
}
_NOISE: Final = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Generated-By): [^"]*"\n'
)
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)([sd])|%%|%")


@click.group()
def command() -> None:
    """Collect, compile and check the messages of the five languages."""


def collected(folder: Path = _PACKAGE) -> Catalog:
    """Every sentence in the code and the templates, with the files it stands in (no line numbers: they would change)."""
    catalog = Catalog()
    found = extract_from_dir(folder, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS)
    for name, _line, message, _comments, context in found:
        catalog.add(message, None, [(name, None)], context=context)  # type: ignore[list-item]
    return catalog


def path_of(language: Language, suffix: str = "po") -> Path:
    """The file of a language's catalogue."""
    return CATALOGUES / language / "LC_MESSAGES" / f"messages.{suffix}"


def read(language: Language) -> Catalog:
    """The catalogue of a language as it is written; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def _empty(language: Language) -> Catalog:
    catalog = Catalog(locale=language, domain="messages", project="Paktum", fuzzy=False)
    number, rule = _PLURALS[language]
    vars(catalog).update(_num_plurals=number, _plural_expr=rule)
    return catalog


def merged(language: Language, fresh: Catalog) -> Catalog:
    """The catalogue of a language with exactly the sentences that are in use, in the order of the alphabet."""
    present, result = read(language), _empty(language)
    for message in sorted((m for m in fresh if m.id), key=_key):
        kept = present.get(message.id, message.context)
        string = (
            kept.string if kept is not None and isinstance(kept.string, str) == isinstance(message.id, str) else None
        )
        if language == "en" and not _is_said(string):
            string = message.id
        result.add(message.id, string, sorted(message.locations), context=message.context)
    return result


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_said(string: str | tuple[str, ...] | list[str] | None) -> bool:
    if string is None or isinstance(string, str):
        return bool(string)
    return bool(string) and all(string)


@command.command()
def collect() -> None:
    """Bring the catalogues up to date with the code; what is new stands in them empty."""
    fresh = collected()
    for language in LANGUAGES:
        catalog = merged(language, fresh)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = BytesIO()
        write_po(buffer, catalog, width=120, omit_header=False, include_lineno=False)
        # Dates and people in the header would make every collection a change.
        text = re.sub(_NOISE, b"", buffer.getvalue())
        path.write_bytes(re.sub(rb"^#(?!:).*\n", b"", text, flags=re.MULTILINE))
        missing = sum(not _is_said(m.string) for m in catalog if m.id)
        click.echo(f"{language}: {len(catalog)} sentences, {missing} to write")


@command.command(name="compile")
def compile_all() -> None:
    """Compile the catalogues for the running application; only those that changed."""
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language, "mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        with target.open("wb") as file:
            write_mo(file, read(language))


def problems(fresh: Catalog | None = None) -> Iterator[str]:
    """What is wrong with the catalogues: missing, empty, left over or fuzzy sentences, and placeholders that differ."""
    fresh = fresh or collected()
    wanted = {(m.id, m.context) for m in fresh if m.id}
    for language in LANGUAGES:
        present = {(m.id, m.context): m for m in read(language) if m.id}
        for key in sorted(wanted - set(present), key=str):
            yield f"{language}: not collected: {key[0]!r}"
        for key in sorted(set(present) - wanted, key=str):
            yield f"{language}: no longer used: {key[0]!r}"
        for key in sorted(wanted & set(present), key=str):
            yield from (f"{language}: {problem}: {key[0]!r}" for problem in problems_of(present[key], language))


def problems_of(message: Message, language: Language) -> Iterator[str]:
    """What is wrong with one sentence of a language."""
    if message.fuzzy:
        yield "fuzzy"
    if not _is_said(message.string):
        yield "not written"
        return
    keys = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if len(keys) > 1 and len(strings) != _PLURALS[language][0]:
        yield f"{len(strings)} plural forms instead of {_PLURALS[language][0]}"
    allowed = {_without_form(placeholder) for key in keys for placeholder in _placeholders(key)}
    for string in strings:
        yield from _problems_of_terms(string, language)
        used = {_without_form(placeholder) for placeholder in _placeholders(string)}
        if used - allowed:
            yield f"unknown placeholder {sorted(used - allowed)}"
        if len(keys) == 1 and allowed - used:
            yield f"placeholder left out {sorted(allowed - used)}"
        if len(keys) > 1 and (allowed - used) - {"%(num)d"}:
            yield f"placeholder left out {sorted(allowed - used)}"


def _problems_of_terms(text: str, language: Language) -> Iterator[str]:
    """A word of the pact that there is not, or a form that a pack need not give in this language."""
    for name in _PLACEHOLDER.findall(text):
        asked = asked_by(name[0])
        if asked and asked.code not in _codes_of_terms():
            yield f"unknown term {asked.code}"
        if asked and asked.form not in REQUIRED_FORMS[language]:
            yield f"a form that not every pack gives: {asked.form}"


@cache
def _codes_of_terms() -> frozenset[str]:
    return frozenset(load_words().value.terms)


def _without_form(placeholder: str) -> str:
    """A placeholder for a word of the pact, whatever its form; each language takes its own."""
    asked = asked_by(placeholder[2:-2])
    return f"%(term_{asked.code})s" if asked else placeholder


def _placeholders(text: str) -> Iterator[str]:
    for found in _PLACEHOLDER.finditer(text):
        if found[0] != "%%":
            yield found[0]


@command.command()
def check() -> None:
    """Say what the catalogues lack; ends with 1 when anything does."""
    found = list(problems())
    for problem in found:
        click.echo(problem)
    if found:
        sys.exit(1)
    click.echo("catalogues are complete")
