"""Between a pact and the reader of plans: the words a reading matches against, and what was read as entries to import."""

from collections.abc import Iterable

from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.domains.programme.queries import BodyChoice
from paktum.domains.programme.reading.plan import ReadEntry
from paktum.domains.programme.reading.vocabulary import KnownBody, KnownTerm, PlanVocabulary
from paktum.domains.programme.rules import Audience, EntryReference, PlannedEntry
from paktum.plugin.specs import Aliases, Words
from paktum.plugin.vocabulary import Vocabulary


def plan_vocabulary(words: Vocabulary, bodies: Iterable[BodyChoice]) -> PlanVocabulary:
    """What the pact calls its bodies, types, audiences and measures, in its own language; bodies go by their ids."""
    language = words.language

    def spoken(code: str, names: Words, aliases: Aliases) -> KnownTerm:
        name = str(words.say(names))
        return KnownTerm(code=code, names=(name, *(each for each in aliases.get(language) if each != name)))

    return PlanVocabulary(
        language=language,
        bodies=tuple(_known_body(body, words) for body in bodies),
        event_types=tuple(spoken(item.code, item.names, item.aliases) for item in words.event_types),
        audiences=tuple(spoken(item.code, item.names, item.aliases) for item in words.audiences),
        measures=tuple(spoken(item.code, item.names, item.aliases) for item in words.measures.values()),
    )


def _known_body(body: BodyChoice, words: Vocabulary) -> KnownBody:
    kind = words.body_types.all.get(body.body_type)
    spoken = kind.spoken(words.language) if kind else ()
    short = (kind.short.get(words.language),) if kind else ()
    others = dict.fromkeys(name for name in (*spoken, *short) if name and name != body.name)
    return KnownBody(code=str(body.id), name=body.name, aliases=tuple(others))


def planned_entries(read: Iterable[ReadEntry]) -> list[PlannedEntry]:
    """The entries of a reading as an import takes them, doubts answered or left as the reading chose.

    Raises Invalid, with the entry's place in the order as the field, for entries whose time could not be read.
    """
    entries, problems = [], dict[str, Message]()
    for number, entry in enumerate(read, 1):
        if entry.period is None:
            problems[str(number)] = msg("Row %(row)d: say when it is.", row=number)
            continue
        entries.append(
            PlannedEntry(
                kind=entry.kind.value,
                sequence=entry.sequence,
                title=entry.title,
                period=entry.period,
                body=entry.body,
                types=entry.types,
                place=entry.place,
                purpose=entry.purpose,
                results_text=entry.results_text,
                results=tuple((result.measure, result.at_least) for result in entry.results),
                audiences=tuple(Audience(audience.text, audience.code) for audience in entry.audiences),
                prepares=tuple(EntryReference(link.kind.value, link.sequence) for link in entry.prepares),
                evaluates=entry.evaluates,
                notes=entry.notes,
                source=tuple(
                    {"column": cell.column.value, "heading": cell.heading, "text": cell.text} for cell in entry.source
                ),
            )
        )
    if problems:
        raise Invalid(problems)
    return entries
