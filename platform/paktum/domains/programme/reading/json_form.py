"""The plan as plain JSON values, as the command line prints it for people and other programs."""

from paktum.core.languages import Language
from paktum.core.messages import say
from paktum.core.periods import Period
from paktum.domains.programme.reading.plan import Doubt, ReadEntry, ReadPlan

Json = dict[str, object]


def json_form(entry: ReadEntry, language: Language = "en") -> Json:
    """One entry: `kind`, `sequence`, `title`, `body`, `types`, `period` {`start`, `end` exclusive, `precision`},
    `place`, `purpose`, `results_text`, `results` [{`measure`, `at_least`}], `audiences`, `prepares`
    [{`kind`, `sequence`}], `evaluates`, `unsure`, `notes`.

    Body and types are codes; an audience is its code when it is known and the source's words otherwise. Dates are
    ISO 8601. Sentences are in the language asked for. `source` holds the cells word for word.
    """
    return {
        "kind": entry.kind.value,
        "sequence": entry.sequence,
        "title": entry.title,
        "body": entry.body,
        "types": list(entry.types),
        "period": _period(entry.period),
        "place": entry.place,
        "purpose": entry.purpose,
        "results_text": entry.results_text,
        "results": [{"measure": found.measure, "at_least": found.at_least} for found in entry.results],
        "audiences": [audience.code or audience.text for audience in entry.audiences],
        "prepares": [{"kind": link.kind.value, "sequence": link.sequence} for link in entry.prepares],
        "evaluates": list(entry.evaluates),
        "unsure": [_doubt(doubt, language) for doubt in entry.unsure],
        "notes": [say(note, language) for note in entry.notes],
        "source": [{"column": cell.column.value, "heading": cell.heading, "text": cell.text} for cell in entry.source],
    }


def _period(period: Period | None) -> Json | None:
    if period is None:
        return None
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "precision": period.precision.value,
    }


def _doubt(doubt: Doubt, language: Language) -> Json:
    return {
        "field": doubt.field,
        "rule": doubt.rule,
        "reason": say(doubt.message, language),
        "chosen": doubt.chosen,
        "choices": [{"key": choice.key, "label": say(choice.label, language)} for choice in doubt.choices],
    }


def json_list(plan: ReadPlan, language: Language = "en") -> list[Json]:
    """All entries in the order of the file."""
    return [json_form(entry, language) for entry in plan.entries]
