"""The list of pacts on the installation's own host, by country."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from paktum.core.languages import Language, as_language, locale_of, sort_key


@dataclass(frozen=True, slots=True)
class ListedPact:
    """A pact and the way to its sign-in; `lang` is the language of its name."""

    name: str
    reference: str
    lang: Language
    host: str
    address: str


@dataclass(frozen=True, slots=True)
class Country:
    """The pacts of a country, named in the reader's language (CLDR)."""

    code: str
    name: str
    pacts: list[ListedPact]


def countries(rows: Iterable[Any], language: Language, origin_of: Callable[[str], str]) -> list[Country]:
    """The pacts by country, both in the order of the reader's language; `rows` come grouped by country."""
    by_name, territories = sort_key(language), locale_of(language).territories
    found = []
    for code, members in groupby(rows, lambda row: row.country):
        listed = [
            ListedPact(
                row.name, row.reference, as_language(row.language) or "en", row.host, f"{origin_of(row.host)}/sign-in"
            )
            for row in members
        ]
        found.append(Country(code, territories.get(code, code), sorted(listed, key=lambda pact: by_name(pact.name))))
    return sorted(found, key=lambda country: by_name(country.name))
