"""The contract that every plugin keeps: rules for a test suite, in this house and in a plugin's own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final, cast

import holidays

from paktum.core.languages import LANGUAGES, Language
from paktum.plugin.checks import named_lists, pack_findings
from paktum.plugin.hooks import MANDATE_GIVEN, PLAN_ENTRY_SAVED
from paktum.plugin.loader import Plugin, load_words
from paktum.plugin.problems import placed
from paktum.plugin.specs import FORMS, BodyType, CharterRules, Form, Measure, Named, Pack, Term, share_of

_STRICTNESS: Final = {"simple": 0, "absolute": 1, "two_thirds": 2}
_ASKED: Final = re.compile(r"""\bterm(?:\s*=\s*)?\(\s*["']([a-z_.]+)["']\s*,\s*(?:form\s*=\s*)?["']([a-z_]+)["']""")


@dataclass(frozen=True)
class Rule:
    """One promise of the contract: a sentence, and a check that lists where a plugin breaks it."""

    name: str
    broken_by: Callable[[Plugin], list[str]]

    def __str__(self) -> str:
        return self.name


def asked_forms(folder: Path) -> frozenset[tuple[str, Form]]:
    """Which term is asked for in which form by the templates and the code under a folder."""
    found: set[tuple[str, Form]] = set()
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".txt", ".xml", ".typ", ".py"}:
            found.update(
                (code, cast(Form, form))
                for code, form in _ASKED.findall(path.read_text(encoding="utf-8"))
                if form in FORMS
            )
    return frozenset(found)


def lacking_forms(terms: Mapping[str, Term], asked: Iterable[tuple[str, Form]]) -> list[str]:
    """Where a term is given in a language, but not in a form that is asked for and that the language writes."""
    return [
        f"terms.{code}.{language}: the form {form} is asked for"
        for code, form in sorted(asked)
        if code in terms
        for language in terms[code].languages()
        if _writes(language, form) and getattr(terms[code].get(language), form) is None
    ]


def _writes(language: Language, form: Form) -> bool:
    if language == "en":
        return form in ("one", "many")
    return language != "hu" or not form.startswith("genitive")


def _sound(plugin: Plugin) -> list[str]:
    return [str(p) for p in placed(pack_findings(plugin.pack, load_words().value), plugin.declared.source)]


def _forms(plugin: Plugin) -> list[str]:
    return lacking_forms(plugin.pack.terms, asked_forms(Path(str(files("paktum")))))


def _unambiguous(plugin: Plugin) -> list[str]:
    broken: list[str] = []
    lists: list[tuple[str, Iterable[Named | Measure]]] = list(named_lists(plugin.pack))
    lists.append(("measures", plugin.pack.measures))
    for place, items in lists:
        for language in LANGUAGES:
            owner: dict[str, str] = {}
            for item in items:
                for text in {
                    text.casefold() for text in (item.names.get(language), *item.aliases.get(language)) if text
                }:
                    if owner.setdefault(text, item.code) != item.code:
                        broken.append(f"{place}: “{text}” may mean {owner[text]} or {item.code}")
    return broken


def _charters(pack: Pack) -> Iterator[tuple[BodyType, CharterRules]]:
    return ((body, body.charter) for body in pack.body_types if body.charter is not None)


def _coherent(plugin: Plugin) -> list[str]:
    broken: list[str] = []
    for body, charter in _charters(plugin.pack):
        quorum = charter.quorum
        if _STRICTNESS[charter.qualified.rule] < _STRICTNESS[charter.ordinary.rule]:
            broken.append(f"{body.code}: the qualified majority is easier to reach than the ordinary one")
        if quorum.second_share is not None and share_of(quorum.second_share) > share_of(quorum.share):
            broken.append(f"{body.code}: more are needed after a second convening than at first")
        if share_of(quorum.share) == 1 and quorum.strictly_more:
            broken.append(f"{body.code}: strictly more than all can never be present")
        if share_of(quorum.share) == 0 and not quorum.strictly_more:
            broken.append(f"{body.code}: with this quorum nobody could decide")
    return broken


def _numbered(plugin: Plugin) -> list[str]:
    first: dict[str, str] = {}
    broken: list[str] = []
    for body, charter in _charters(plugin.pack):
        for language in body.short.languages() or (plugin.pack.language,):
            number = charter.numbering.number(7, date(2019, 3, 12), body.short.get(language) or "")
            if first.setdefault(f"{language} {number}", body.code) != body.code:
                broken.append(f"{body.code}: its decisions are numbered like those of {first[f'{language} {number}']}")
    return broken


def _mutual(plugin: Plugin) -> list[str]:
    said = {
        (body.code, joint.body): joint.frequency
        for body, charter in _charters(plugin.pack)
        for joint in charter.joint_sessions
    }
    return [
        f"{one}: {other} does not say the same of their joint session"
        for (one, other), frequency in said.items()
        if said.get((other, one)) != frequency
    ]


def _holidays(plugin: Plugin) -> list[str]:
    country = plugin.pack.country
    known = country is None or country in holidays.list_supported_countries()
    return [] if known else [f"country: the public holidays of {country} are not known"]


def _hooks(plugin: Plugin) -> list[str]:
    moments = (PLAN_ENTRY_SAVED, MANDATE_GIVEN)
    return [f"hook {hook.ask.__name__}: no such moment" for hook in plugin.hooks.all if hook.moment not in moments]


CONTRACT: Final = (
    Rule("codes are namespaced and unique, and every name is there in the pack's own language and in English", _sound),
    Rule("terms have every form that pages and documents ask for", _forms),
    Rule("no name or alias means two things of one list", _unambiguous),
    Rule("charter rules do not contradict each other", _coherent),
    Rule("decisions of two kinds of bodies cannot have the same number", _numbered),
    Rule("a joint session is said on both sides", _mutual),
    Rule("the public holidays of the country are known", _holidays),
    Rule("hooks stand at moments that exist", _hooks),
)
"""Parametrise a test over these: `assert rule.broken_by(plugin()) == []`."""
