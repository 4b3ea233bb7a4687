"""How the programme is put into words: labels, results, audiences, and short names for narrow places."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

from paktum.core.languages import Language
from paktum.core.messages import message_from, msg, say
from paktum.core.periods import Period, period_text
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import sequence_label
from paktum.plugin.vocabulary import Said, Vocabulary

_WORD_END: Final = 0.6


@lru_cache(maxsize=4096)
def when(period: Period, language: Language) -> str:
    """A period in words; kept, because a plan names the same months again and again."""
    return period_text(period, language)


def label(row: PlanRow, words: Vocabulary) -> str:
    """The entry's number as the pact writes it, such as Ü5."""
    return say(sequence_label(row.kind, row.sequence), words.language)


def counted(number: int, term: str, words: Vocabulary, language: Language) -> str:
    """A number with a term of the pact after it: 19 ülés, 5 zasadnutí, 2 posiedzenia, 10 events."""
    return f"{number} {words.term_after(number, term, language)}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def measure_name(code: str, words: Vocabulary, language: Language) -> Said:
    """What a measure is called; the code of one that no plugin declares any more says nothing better than itself."""
    measure = words.measures.get(code)
    return words.say(measure.names, language) if measure else Said(code, language)


def expected(results: Iterable[tuple[str, int, int | None]], words: Vocabulary, language: Language) -> list[str]:
    """The measurable results that are expected, each in words; those without a least number are not named."""
    return [
        say(
            msg("%(measure)s: at least %(number)d", measure=str(measure_name(code, words, language)), number=least),
            language,
        )
        for code, least, _ in results
        if least
    ]


def achieved(results: Iterable[tuple[str, int, int | None]], words: Vocabulary, language: Language) -> list[str]:
    """What came of the measurable results, as far as it is known."""
    return [
        say(msg("%(measure)s: %(number)d", measure=str(measure_name(code, words, language)), number=number), language)
        for code, _, number in results
        if number is not None
    ]


def type_names(row: PlanRow, words: Vocabulary, language: Language) -> list[Said]:
    """The names of an event's types; a code that no plugin knows any more is left out."""
    return [words.say(words.event_type(code).names, language) for code in row.types if code in words.event_types.all]


def meets(body_type: str, words: Vocabulary) -> bool:
    """Whether bodies of a type hold sessions: an office serves the others and has none."""
    kind = words.body_types.all.get(body_type)
    return kind is None or kind.level != "office"


def audience_names(audiences: Iterable[Mapping[str, Any]], words: Vocabulary, language: Language) -> list[Said]:
    """Whom an entry is for: known audiences in the reader's language, others as the plan words them."""
    names = []
    for audience in audiences:
        code = audience.get("code")
        if code and code in words.audiences.all:
            names.append(words.say(words.audience(code).names, language))
        else:
            names.append(Said(str(audience.get("text", "")), words.language))
    return names


def note_text(note: Any, language: Language) -> str:
    """A note of an import: a text, or a stored message."""
    return say(message_from(note), language) if isinstance(note, Mapping) else str(note)


def marked(said: Said, language: Language) -> Markup:
    """A text for the page, marked with its language where that is not the page's."""
    if said.language == language:
        return escape(said.text)
    return Markup('<span lang="{}">{}</span>').format(said.language, said.text)


def cut(text: str, most: int) -> str:
    """The first lines of a text on one line, at most so many characters, ended at a word and with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    piece = flat[: most - 1]
    space = piece.rfind(" ")
    if space > _WORD_END * most:
        piece = piece[:space]
    return piece.rstrip(" ,.;:–-") + "…"


@dataclass(frozen=True)
class ShortTitles:
    """Makes titles short enough for a drawing: the body's name becomes its short one, the word "session" goes."""

    patterns: Mapping[str, tuple[re.Pattern[str], str]]
    session: re.Pattern[str]

    @classmethod
    def of(cls, rows: Iterable[PlanRow], words: Vocabulary) -> "ShortTitles":
        """For the bodies of a plan, by every name that the pact's language has for each."""
        forms = {words.term("session", form) for form in ("one", "accusative", "genitive")}
        session = re.compile(rf"\s*(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
        patterns = {}
        for name, short, kind in {(row.body, row.body_short, row.body_type) for row in rows if row.body}:
            body_type = words.body_types.all.get(kind or "")
            spoken = body_type.spoken(words.language) if body_type else ()
            short = short or (body_type and body_type.short.get(words.language)) or ""
            if short:
                # Names of its sessions ("founding session of the forum") would take what tells one from another.
                names = {name, *(each for each in spoken if not session.search(each))}
                alternatives = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
                patterns[name] = (re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE), short)
        return cls(patterns, session)

    def __call__(self, row: PlanRow) -> str:
        """The short title of an entry."""
        found = self.patterns.get(row.body)
        if row.kind != "session" or found is None:
            return row.title
        pattern, short = found
        shorter, count = pattern.subn(short, row.title, count=1)
        if not count:
            return row.title
        return " ".join(self.session.sub("", shorter).split()) or row.title
