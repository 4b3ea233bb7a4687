"""What an entry prepares and evaluates: mentions of other entries, and of interim reports, in its own text."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import period_text
from paktum.domains.programme.reading.calendar_words import ordinal_number
from paktum.domains.programme.reading.draft import Draft
from paktum.domains.programme.reading.plan import Choice, Doubt, EntryLink, SwapLink
from paktum.domains.programme.reading.titles import TitleParts, title_parts
from paktum.domains.programme.reading.wording import flat, likeness, sentences, tidy, words

_PREPARING: Final = ("elokesz", "priprav", "przygotow", "prepar")
_EVALUATING: Final = (
    "ertekel",
    "hodnoc",
    "hodnot",
    "vyhodnoc",
    "vyhodnot",
    "zhodno",
    "ocen",
    "ewaluac",
    "evaluat",
    "assess",
)
_OTHER_ACTIONS: Final = (
    *_EVALUATING,
    *("felulvizsg", "megvitat", "bemutat", "elfogad", "jovahagy", "modosit", "projedn", "schval", "predstav"),
    *("prerokov", "omow", "zatwierdz", "przyjec", "prezent", "podsumow", "review", "discuss", "approv", "present"),
)
_INTERIM: Final = ("kozbenso", "prubezn", "priebezn", "okresow", "srodokres", "czastkow", "interim", "midterm")
_POSTPOSITIVE: Final = re.compile(r"elokesz\w*es\w*")
_AND: Final[dict[Language, str]] = {
    "hu": r"\s(?:és|illetve|valamint)\s",
    "cs": r"\s(?:a|i|včetně)\s",
    "sk": r"\s(?:a|i|vrátane)\s",
    "pl": r"\s(?:i|oraz|a także)\s",
    "en": r"\s(?:and|as well as)\s",
}
_MOST_MENTIONS: Final = 60
_SURE: Final = 0.85
_LIKELY: Final = 0.75
# Names that differ in nothing but the endings of their words score at least this.
_INFLECTED: Final = 0.9


@dataclass(frozen=True)
class _Mention:
    """Words that name something prepared, taken apart like a title."""

    text: str
    parts: TitleParts


@dataclass(frozen=True)
class _Match:
    """The drafts that a mention's name fits, and how well (0 to 1)."""

    drafts: tuple[Draft, ...]
    score: float


def _starts(word: str, stems: tuple[str, ...]) -> bool:
    return word.startswith(stems)


def _acts(text: str, stems: tuple[str, ...]) -> bool:
    return any(_starts(word, stems) for word in words(text))


def _prepared_texts(clause: str, language: Language) -> list[str]:
    """The items of a clause that its word for preparing governs.

    A noun after its objects ("… előkészítése") governs the items before it, other words those after them; in either
    direction another action ends the reach.
    """
    items = [item for item in clause.split(",") if item.strip()]
    at = next((index for index, item in enumerate(items) if _acts(item, _PREPARING)), None)
    if at is None:
        return []
    word = next(word for word in words(items[at]) if _starts(word, _PREPARING))
    if _POSTPOSITIVE.fullmatch(word):
        first = at
        while first > 0 and not _acts(items[first - 1], _OTHER_ACTIONS):
            first -= 1
        governed = items[first : at + 1]
    else:
        last = at + 1
        while last < len(items) and not _acts(items[last], _OTHER_ACTIONS):
            last += 1
        governed = items[at:last]
    pieces: list[str] = []
    for item in governed:
        pieces.extend([item] if not re.search(_AND[language], item) else [item, *_halves(item, language)])
    return pieces


def _halves(item: str, language: Language) -> list[str]:
    """The parts of an item around "and"; a part that is only a number ("1. and 2. Forum") takes the next one's name.

    Where an action stands in one part ("evaluating X and preparing Y"), only the preparing part is given.
    """
    parts = re.split(_AND[language], item)
    if any(_acts(part, _OTHER_ACTIONS) for part in parts):
        return [part for part in parts if _acts(part, _PREPARING)]
    for index in range(len(parts) - 2, -1, -1):
        bare = _without_preparing(parts[index])
        if re.fullmatch(r"\d{1,3}\.?", bare):
            following = title_parts(_without_preparing(parts[index + 1]))
            parts[index] = f"{bare.rstrip('.')}. {following.base}"
    return parts


def _without_preparing(text: str) -> str:
    kept = [word for word in text.split() if not any(_starts(part, _PREPARING) for part in words(word))]
    return tidy(" ".join(kept)).strip(" ;:()")


@lru_cache(maxsize=2048)
def _mentions(text: str, language: Language) -> tuple[_Mention, ...]:
    found: list[_Mention] = []
    for clause in sentences(text):
        if not _acts(clause, _PREPARING):
            continue
        for piece in _prepared_texts(clause, language):
            bare = _without_preparing(piece)
            if bare and len(bare) <= 160:
                found.append(_Mention(bare.rstrip("."), title_parts(bare)))
    return tuple(dict.fromkeys(found))[:_MOST_MENTIONS]


def _matching(mention: _Mention, draft: Draft, drafts: list[Draft]) -> _Match | None:
    """The drafts whose name fits best; None when none is near enough."""
    sought = mention.parts.base_words
    same = tuple(other for other in drafts if other is not draft and other.parts.base_words == sought)
    if same:
        return _Match(same, 1.0)
    scored: dict[tuple[str, ...], float] = {}
    for other in drafts:
        base = other.parts.base_words
        if other is not draft and base and base not in scored:
            scored[base] = likeness(sought, base)
    best = max(scored.values(), default=0.0)
    if best < _LIKELY:
        return None
    bases = {base for base, score in scored.items() if score >= best - 0.02}
    return _Match(tuple(other for other in drafts if other is not draft and other.parts.base_words in bases), best)


def _is_over(draft: Draft, other: Draft) -> bool:
    return bool(draft.period and other.period and other.period.end <= draft.period.start)


def _next_of(draft: Draft, matches: tuple[Draft, ...]) -> Draft | None:
    """The first of a series that is not over when the entry begins."""
    coming = [(other.period, other) for other in matches if other.period and not _is_over(draft, other)]
    return min(coming, key=lambda pair: pair[0].start)[1] if coming else None


class _Linker:
    """Links one entry to what it prepares, collecting doubts about single mentions."""

    def __init__(self, draft: Draft, drafts: list[Draft], language: Language) -> None:
        self._draft = draft
        self._drafts = drafts
        self._language = language
        self._linked: dict[EntryLink, Draft] = {}
        self._assumed: set[EntryLink] = set()

    @property
    def sure(self) -> list[Draft]:
        """The entries whose mention needed no assumption."""
        return [other for link, other in self._linked.items() if link not in self._assumed]

    def link(self) -> tuple[EntryLink, ...]:
        """All entries this one prepares, in the order they are mentioned."""
        mentions = [
            mention
            for text in (self._draft.purpose, self._draft.results_text)
            for mention in _mentions(text, self._language)
        ]
        resolved = [
            (mention, match) for mention in mentions if (match := _matching(mention, self._draft, self._drafts))
        ]
        numbered = {mention.parts.base_words for mention, _ in resolved if mention.parts.number is not None}
        seen: set[tuple[tuple[str, ...], int | None]] = set()
        for mention, match in resolved:
            key = (mention.parts.base_words, mention.parts.number)
            is_repeated = mention.parts.number is None and key[0] in numbered
            if key in seen or is_repeated:
                continue
            seen.add(key)
            self._resolve(mention, match)
        return tuple(self._linked)

    def _resolve(self, mention: _Mention, match: _Match) -> None:
        number = mention.parts.number
        same = [other for other in match.drafts if other.parts.number == number]
        if len(match.drafts) == 1 and (number is None or match.drafts[0].parts.number is None):
            same = list(match.drafts)
        fitting = [other for other in same if not _is_over(self._draft, other)]
        if fitting:
            self._take(mention, match, fitting[0])
            return
        following = _next_of(self._draft, match.drafts)
        message = self._why_not(mention, same, following)
        chosen = following or (same[0] if same else None)
        choices = self._choices(chosen, [*same, *match.drafts])
        if chosen:
            self._linked[chosen.link] = chosen
            self._assumed.add(chosen.link)
        key = choices[0].key if chosen else "none"
        self._draft.doubts.append(Doubt("prepares", "wrong_mention", message, key, choices))

    def _take(self, mention: _Mention, match: _Match, other: Draft) -> None:
        is_new = other.link not in self._linked
        self._linked[other.link] = other
        if not is_new or match.score >= 0.999 or mention.parts.base_words == other.parts.base_words:
            return
        per_cent = round(match.score * 100)
        values = {"mention": mention.text, "title": other.title, "likeness": per_cent}
        if match.score >= _SURE:
            message = msg("“%(mention)s” was read as “%(title)s”: the names are %(likeness)d %% alike.", **values)
            if match.score < _INFLECTED:
                self._draft.notes.append(message)
            return
        message = msg("“%(mention)s” may mean “%(title)s”: the names are %(likeness)d %% alike.", **values)
        self._draft.doubts.append(Doubt("prepares", "like_name", message, "linked", _yes_or_no(other)))

    def _why_not(self, mention: _Mention, same: list[Draft], following: Draft | None) -> Message:
        values: dict[str, object] = {"mention": mention.text}
        if following and following.period:
            values |= {"next": following.title, "next_when": period_text(following.period, self._language)}
        if same and same[0].period:
            values |= {"title": same[0].title, "when": period_text(same[0].period, self._language)}
            if following:
                return msg(
                    "“%(mention)s” cannot be meant: %(title)s was in %(when)s. The next one is %(next)s (%(next_when)s).",
                    **values,
                )
            return msg("“%(mention)s” is prepared after it was held: %(title)s is in %(when)s.", **values)
        if mention.parts.number is None and following:
            return msg("“%(mention)s” does not say which one. The next one is %(next)s (%(next_when)s).", **values)
        if following:
            return msg("The plan has no “%(mention)s”. The next one is %(next)s (%(next_when)s).", **values)
        return msg("The plan has no “%(mention)s”, and none like it that follows.", **values)

    def _choices(self, chosen: Draft | None, others: list[Draft]) -> tuple[Choice, ...]:
        offered = list(dict.fromkeys(other.link for other in others if other is not chosen))
        titles = {other.link: other for other in self._drafts}
        choices = [] if chosen is None else [Choice(_key(chosen.link), self._label(chosen))]
        drop = chosen.link if chosen else None
        choices.extend(Choice(_key(link), self._label(titles[link]), SwapLink(drop, link)) for link in offered)
        choices.append(Choice("none", msg("None of them"), SwapLink(drop)))
        return tuple(choices)

    def _label(self, other: Draft) -> Message:
        if other.period is None:
            return msg("%(title)s", title=other.title)
        return msg("%(title)s, %(when)s", title=other.title, when=period_text(other.period, self._language))


def _key(link: EntryLink) -> str:
    return f"{link.kind}-{link.sequence}"


def _yes_or_no(other: Draft) -> tuple[Choice, ...]:
    return (
        Choice("linked", msg("Yes, it prepares %(title)s", title=other.title)),
        Choice("not_linked", msg("No, leave the link out"), SwapLink(other.link)),
    )


def _check_order(draft: Draft, linked: list[Draft], language: Language) -> None:
    """An entry must come before what it prepares. Where both are known only by the same period, the order is assumed:
    a doubt when nothing it prepares comes later for certain, and otherwise a note."""
    if draft.period is None:
        return
    same = [other for other in linked if other.period and other.period.overlaps(draft.period)]
    if not same:
        return
    later = [other for other in linked if other.period and other.period.start >= draft.period.end]
    titles = ", ".join(other.title for other in same)
    values = {"title": draft.title, "others": titles, "when": period_text(draft.period, language)}
    if later:
        draft.notes.append(
            msg("%(others)s and this entry are both in %(when)s. This entry was taken to come first.", **values)
        )
        return
    message = nmsg(
        "%(others)s is in the same period as %(title)s, which prepares it (%(when)s). %(title)s was taken to come first.",
        "%(others)s are in the same period as %(title)s, which prepares them (%(when)s). %(title)s was taken to come first.",
        len(same),
        **values,
    )
    choices = [Choice("first", msg("%(title)s comes first and prepares it", title=draft.title))]
    choices.extend(
        Choice(
            f"without-{_key(other.link)}",
            msg("%(title)s is not prepared by it", title=other.title),
            SwapLink(other.link),
        )
        for other in same
    )
    draft.doubts.append(Doubt("prepares", "same_period", message, "first", tuple(choices)))


def fill_references(drafts: list[Draft], language: Language) -> None:
    """Fill in what every entry prepares and which interim reports it evaluates."""
    for draft in drafts:
        draft.evaluates = interim_reports(f"{draft.purpose}\n{draft.results_text}")
        linker = _Linker(draft, drafts, language)
        draft.prepares = list(linker.link())
        _check_order(draft, linker.sure, language)


def interim_reports(text: str) -> tuple[int, ...]:
    """The numbers of the interim reports that a text says are evaluated, in rising order."""
    numbers: set[int] = set()
    for clause in sentences(text):
        found = words(clause)
        if not any(_starts(word, _EVALUATING) for word in found):
            continue
        for index, word in enumerate(found):
            if _starts(word, _INTERIM):
                numbers.update(_number_near(found, index))
    return tuple(sorted(numbers))


def _number_near(found: tuple[str, ...], index: int) -> list[int]:
    """The ordinal before an interim report's name, or else the number after it."""
    for word in reversed(found[max(0, index - 3) : index]):
        number = int(word) if word.isdecimal() and len(word) < 3 else ordinal_number(flat(word))
        if number:
            return [number]
    for word in found[index + 1 : index + 4]:
        if word.isdecimal() and len(word) < 3:
            return [int(word)]
    return []
