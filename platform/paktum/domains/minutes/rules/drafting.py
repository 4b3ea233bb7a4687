"""Drafting minutes: what happened at a meeting becomes sections of rich text, in the words of the body's template."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from babel.dates import format_skeleton
from babel.lists import format_list

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Period, period_text
from paktum.domains.documents.wording import names_organisation
from paktum.domains.minutes.rules.facts import BodyThere, ItemFacts, MeetingFacts, SeatThere, Stay
from paktum.domains.minutes.rules.item_drafting import item_blocks
from paktum.domains.minutes.rules.rich_text import Block, Listing, Paragraph, Run, tidy, to_html
from paktum.plugin.specs.base import Words
from paktum.plugin.specs.minutes import MinutesSection, MinutesTemplate, filled

FORM_WORDS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "present": msg("in person"),
        "remote": msg("online"),
        "mixed": msg("in person and online"),
        "circular": msg("by circular letter"),
    }
)
# What the heading of an item has no room for, as the column for a heading is 400 characters long.
_LONGEST_HEADING: Final = 400


@dataclass(frozen=True, slots=True)
class DraftedSection:
    """A section as it is drafted: HTML in canonical form; `agenda_item_id` for those of an item."""

    kind: str
    heading: str
    content: str
    public: bool = True
    agenda_item_id: uuid.UUID | None = None


def draft(facts: MeetingFacts, template: MinutesTemplate, language: Language) -> tuple[DraftedSection, ...]:
    """The minutes of a meeting as far as they write themselves, in one language (that of the pact)."""
    return tuple(_sections(facts, template, language))


def _sections(facts: MeetingFacts, template: MinutesTemplate, language: Language) -> Iterator[DraftedSection]:
    values = _values(facts, language)
    for section in template.sections:
        if section.kind == "item":
            yield from (_item(item, section, facts, language) for item in facts.items)
            continue
        own = list(_own_blocks(section.kind, facts, language))
        if section.kind not in ("opening", "closing") and not own:
            continue
        content = to_html(tidy([*_sentences(section, values, language), *own]))
        yield DraftedSection(section.kind, _text(section.heading, language), content)


def _item(item: ItemFacts, section: MinutesSection, facts: MeetingFacts, language: Language) -> DraftedSection:
    pattern = _text(section.heading, language)
    heading = filled(pattern, {"n": str(item.number or ""), "title": item.title.replace("\n", " ")}) or item.title
    content = to_html(tidy(item_blocks(item, language, facts.subjects)))
    return DraftedSection("item", heading[:_LONGEST_HEADING], content, item.public, item.id)


def _sentences(section: MinutesSection, values: Mapping[str, str], language: Language) -> Iterator[Paragraph]:
    for words in section.text:
        text = filled(_text(words, language), values)
        if text is not None:
            yield Paragraph((Run(text),))


def _text(words: Words, language: Language) -> str:
    return words.get(language) or words.get("en") or ""


def _values(facts: MeetingFacts, language: Language) -> dict[str, str]:
    called = say(facts.called, language) if isinstance(facts.called, Message) else facts.called
    held = not facts.circular
    return {
        "meeting": called,
        "body": format_list([body.name for body in facts.bodies], locale=locale_of(language)),
        "day": day_text(facts.begins.date(), language),
        "begins": time_text(facts.begins, language) if held else "",
        "ends": time_text(facts.ends, language) if facts.ends is not None and held else "",
        "place": facts.place,
        "form": say(FORM_WORDS.get(facts.form, FORM_WORDS["present"]), language),
        "chair": facts.chair if held else "",
    }


def day_text(day: date, language: Language) -> str:
    """A day as the documents of a language write it (CLDR)."""
    return period_text(Period.on(day), language)


def time_text(instant: datetime, language: Language) -> str:
    """Hours and minutes (CLDR skeleton Hm)."""
    return format_skeleton("Hm", instant, locale=locale_of(language))


def _own_blocks(kind: str, facts: MeetingFacts, language: Language) -> Iterable[Block]:
    match kind:
        case "opening":
            return _circulated(facts, language)
        case "presence":
            return _presence(facts, language)
        case "quorum":
            return _quorum(facts, language)
        case "agenda":
            listed = tuple((Run(item.title),) for item in facts.items if item.number is not None)
            return [Listing(listed, ordered=True)] if listed else []
        case "closing":
            return _end_reason(facts, language)
    return []


def _circulated(facts: MeetingFacts, language: Language) -> Iterator[Block]:
    """Of a circular vote: from when to when votes were cast."""
    if facts.circular and facts.ends is not None:
        first, last = (day_text(moment.date(), language) for moment in (facts.begins, facts.ends))
        yield _paragraph(
            msg("Votes were cast in writing from %(first)s to %(last)s; no meeting was held.", first=first, last=last),
            language,
        )


def _end_reason(facts: MeetingFacts, language: Language) -> Iterator[Block]:
    if facts.end_reason:
        yield _paragraph(msg("Why the meeting ended: %(reason)s", reason=facts.end_reason), language)


def _paragraph(message: Message, language: Language) -> Paragraph:
    return Paragraph((Run(say(message, language)),))


def _presence(facts: MeetingFacts, language: Language) -> Iterator[Block]:
    for body in facts.bodies:
        yield from _of_body(body, facts, language)
    if facts.guests:
        yield _heading(msg("Guests:"), language)
        # A guest came as a private person as far as the public is concerned: the organisation stays, the name does not.
        yield Listing(
            tuple(
                (Run(guest.person, personal=True), *([Run(f", {guest.organisation}")] if guest.organisation else ()))
                for guest in facts.guests
            )
        )


def _of_body(body: BodyThere, facts: MeetingFacts, language: Language) -> Iterator[Block]:
    there = [seat for seat in body.seats if seat.stays]
    away = [seat for seat in body.seats if not seat.stays]
    if there:
        label = msg("%(body)s, present:", body=body.name) if len(facts.bodies) > 1 else msg("Members present:")
        yield _heading(label, language)
        yield Listing(tuple(_seat(seat, facts, language) for seat in there))
    if away:
        label = msg("%(body)s, absent:", body=body.name) if len(facts.bodies) > 1 else msg("Members absent:")
        yield _heading(label, language)
        yield Listing(tuple(_empty_seat(seat, language) for seat in away))


def _heading(message: Message, language: Language) -> Paragraph:
    return Paragraph((Run(say(message, language), strong=True),))


def _seat(seat: SeatThere, facts: MeetingFacts, language: Language) -> tuple[Run, ...]:
    runs = [Run(_named(seat))]
    for stay in seat.stays:
        if stay.person and stay.person != seat.label:
            runs += [Run(": " if len(runs) == 1 else ", "), Run(stay.person, personal=True)]
        notes = list(_notes_of(stay, facts, language))
        if notes:
            runs.append(Run(f" ({', '.join(notes)})"))
    if not seat.voting:
        runs.append(Run(f" – {say(msg('without a vote'), language)}"))
    return tuple(runs)


def _named(seat: SeatThere) -> str:
    """The seat, with its organisation where its name does not say it."""
    if seat.organisation and not names_organisation(seat.label, seat.organisation):
        return f"{seat.label}, {seat.organisation}"
    return seat.label


def _notes_of(stay: Stay, facts: MeetingFacts, language: Language) -> Iterator[str]:
    if stay.capacity == "substitute":
        yield say(msg("substitute"), language)
    if stay.remote and facts.form != "remote":
        yield say(msg("online"), language)
    if stay.arrived_at > facts.begins:
        yield say(msg("from %(time)s", time=time_text(stay.arrived_at, language)), language)
    if stay.left_at is not None and (facts.ends is None or stay.left_at < facts.ends):
        yield say(msg("until %(time)s", time=time_text(stay.left_at, language)), language)


def _empty_seat(seat: SeatThere, language: Language) -> tuple[Run, ...]:
    runs = [Run(_named(seat))]
    if seat.excuse is not None:
        runs.append(Run(f" – {say(msg('excused'), language)}"))
    if seat.excuse:
        # Why somebody was away may be an illness: nobody's business but the body's.
        runs += [Run(" "), Run(f"({seat.excuse})", personal=True)]
    if seat.proxy:
        runs.append(Run(f"; {say(msg('voted by proxy: %(seat)s', seat=seat.proxy), language)}"))
    return tuple(runs)


def _quorum(facts: MeetingFacts, language: Language) -> Iterator[Block]:
    if facts.repeated and not facts.circular:
        yield _paragraph(msg("This is a second convening: the first had no quorum."), language)
    for body in facts.bodies:
        found = body.quorum
        if found is None or facts.circular:
            continue
        if found.in_votes:
            counted = nmsg("%(there)d of %(num)d vote", "%(there)d of %(num)d votes", found.total, there=found.there)
        else:
            counted = nmsg("%(there)d of %(num)d seat", "%(there)d of %(num)d seats", found.total, there=found.there)
        values = {"body": body.name, "counted": counted, "needed": found.needed}
        yield _paragraph(
            msg("%(body)s: present %(counted)s, needed %(needed)d. The body can decide.", **values)
            if found.met
            else msg("%(body)s: present %(counted)s, needed %(needed)d. The body cannot decide.", **values),
            language,
        )
