"""The headings of plan tables in five languages, and what a column under each of them holds."""

import re
from functools import cache, lru_cache
from typing import Final

from paktum.domains.programme.reading.plan import Column, Kind
from paktum.domains.programme.reading.wording import word_likeness, words

_IN_BRACKETS = re.compile(r"\([^()]*\)?")

# Phrases in their base form: endings, case, accents and small slips are allowed for when they are compared.
_PHRASES: Final[dict[Column, tuple[str, ...]]] = {
    Column.NUMBER: (
        *("sorszám", "ssz", "s sz", "sor", "pořadové číslo", "poř č", "číslo", "č", "pč", "p č"),
        *("poradové číslo", "por č", "liczba porządkowa", "lp", "l p", "nr", "number", "no", "row"),
    ),
    Column.TITLE: (
        *("megnevezés", "megnevezése", "cím", "címe", "elnevezés", "ülés", "rendezvény", "esemény", "program neve"),
        *("název", "jednání", "zasedání", "akce", "událost", "název akce", "název jednání"),
        *("názov", "zasadnutie", "rokovanie", "podujatie", "názov podujatia", "názov zasadnutia"),
        *("nazwa", "tytuł", "posiedzenie", "spotkanie", "wydarzenie", "nazwa wydarzenia", "nazwa posiedzenia"),
        *("title", "name", "session", "meeting", "event"),
    ),
    Column.WHEN: (
        *("időpont", "időpontja", "dátum", "dátuma", "mikor", "ideje", "termín", "datum", "kdy", "čas", "kedy"),
        *("termin", "data", "kiedy", "date", "when", "time", "period", "month"),
    ),
    Column.PLACE: (
        *("helyszín", "helyszíne", "hely", "helye", "hol", "místo", "místo konání", "kde", "miesto", "miesto konania"),
        *("miejsce", "gdzie", "lokalizacja", "place", "venue", "location", "where"),
    ),
    Column.TYPES: (
        *("típus", "típusa", "jelleg", "jellege", "fajta", "fajtája", "typ", "druh", "charakter", "rodzaj"),
        *("type", "types", "kind"),
    ),
    Column.BODY: (
        *("testület", "szervező", "felelős testület", "orgán", "pořadatel", "usporiadateľ", "organizátor", "gestor"),
        *("organ", "organizator", "body", "organiser", "organizer"),
    ),
    Column.PURPOSE: (
        *(
            "cél",
            "célja",
            "célok",
            "témája",
            "cíl",
            "cíle",
            "účel",
            "obsah",
            "cieľ",
            "ciele",
            "cel",
            "cele",
            "tematyka",
        ),
        *("purpose", "aim", "aims", "goal", "goals", "objective", "objectives"),
    ),
    Column.RESULTS: (
        *("elvárt eredmény", "elvárt eredmények", "várt eredmények", "eredmény", "eredmények"),
        *("očekávaný výsledek", "očekávané výsledky", "výsledky", "výsledek", "výstup", "výstupy"),
        *("očakávaný výsledok", "očakávané výsledky", "výsledok"),
        *("oczekiwany rezultat", "oczekiwane rezultaty", "oczekiwane wyniki", "rezultaty", "wyniki", "efekty"),
        *("expected result", "expected results", "results", "outcome", "outcomes", "outputs"),
    ),
    Column.AUDIENCES: (
        *("meghívottak", "meghívott", "résztvevők", "célcsoport", "célcsoportok", "célközönség"),
        *("pozvaní", "přizvaní", "hosté", "účastníci", "cílová skupina", "cílové skupiny"),
        *("prizvaní", "hostia", "cieľová skupina", "cieľové skupiny"),
        *("zaproszeni", "uczestnicy", "odbiorcy", "grupa docelowa", "grupy docelowe", "adresaci"),
        *("invited", "participants", "audience", "audiences", "guests", "target group", "target groups"),
    ),
}
_KIND_WORDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.SESSION: (
        *("ülés", "ülésterv", "ülések", "testületi", "jednání", "zasedání", "zasadnutie", "zasadnutí"),
        *("rokovanie", "rokovaní", "posiedzenie", "posiedzeń", "session", "sessions", "meeting", "meetings"),
    ),
    Kind.EVENT: (
        *("rendezvény", "rendezvénynaptár", "rendezvények", "esemény", "eseménynaptár", "akce", "akcí", "událost"),
        *("podujatie", "podujatia", "podujatí", "akcie", "wydarzenie", "wydarzenia", "wydarzeń", "imprez"),
        *("event", "events"),
    ),
}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Column]]]:
    """The phrases by their first letter, which endings and slips leave as it is."""
    found: dict[str, list[tuple[tuple[str, ...], Column]]] = {}
    for column, phrases in _PHRASES.items():
        for phrase in phrases:
            sought = words(phrase)
            found.setdefault(sought[0][0], []).append((sought, column))
    return found


def _is_word(word: str, base: str) -> bool:
    if word == base:
        return True
    if len(base) <= 3:
        return len(base) == 3 and word.startswith(base) and len(word) - len(base) <= 2
    return word_likeness(word, base) >= 0.9


def _stands_at(sought: tuple[str, ...], found: tuple[str, ...], start: int) -> bool:
    piece = found[start : start + len(sought)]
    return len(piece) == len(sought) and all(map(_is_word, piece, sought))


def _at(found: tuple[str, ...], start: int) -> tuple[int, Column] | None:
    """The column of the phrase that begins at a word, and how many words it takes: exact and longer phrases first."""
    best: tuple[bool, int, int, Column] | None = None
    for phrase, column in _phrases().get(found[start][0], ()):
        if not _stands_at(phrase, found, start):
            continue
        exact = found[start : start + len(phrase)] == phrase
        candidate = (exact or len(phrase) > 1, len(phrase), len("".join(phrase)), column)
        if best is None or candidate[:3] > best[:3]:
            best = candidate
    return (best[1], best[3]) if best else None


@lru_cache(maxsize=512)
def columns_of(heading: str) -> frozenset[Column]:
    """What the column under a heading holds: none when the heading is not known, several when it names several.

    What stands in brackets explains the heading and is not looked at.
    """
    found = words(_IN_BRACKETS.sub(" ", heading))
    if not found or len(found) > 8:
        return frozenset()
    columns: list[Column] = []
    position = 0
    while position < len(found):
        step = _at(found, position)
        if step:
            columns.append(step[1])
        position += step[0] if step else 1
    return frozenset(columns)


def main_column(heading: str) -> Column:
    """The one column a heading stands for; a date beside a place is the date's column, an unknown heading OTHER."""
    columns = columns_of(heading)
    if not columns:
        return Column.NUMBER if heading.strip() == "#" else Column.OTHER
    for column in (Column.WHEN, Column.PLACE, Column.TYPES, Column.RESULTS, Column.AUDIENCES, Column.PURPOSE):
        if column in columns:
            return column
    for column in (Column.TITLE, Column.BODY):
        if column in columns:
            return column
    return Column.NUMBER


def kind_votes(text: str) -> dict[Kind, int]:
    """How many words of a heading or caption speak of sessions, and how many of events."""
    found = words(text)
    return {
        kind: sum(any(word_likeness(word, words(base)[0]) >= 0.9 for base in bases) for word in found)
        for kind, bases in _KIND_WORDS.items()
    }


def is_heading_row(cells: tuple[str, ...]) -> bool:
    """Whether a row of cells is a plan table's heading: at least three different known columns, a title or date among
    them, and no cell as long as prose."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 3 or any(len(cell) > 160 for cell in filled):
        return False
    known = [main_column(cell) for cell in filled]
    found = {column for column in known if column is not Column.OTHER}
    if known.count(Column.OTHER) > len(found):
        return False
    return len(found) >= 3 and not found.isdisjoint({Column.TITLE, Column.WHEN})
