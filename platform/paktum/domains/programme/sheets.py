"""The list of the programme as a table for spreadsheets: one row an entry, everything that the list filters by."""

from collections.abc import Iterable
from datetime import date

from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.core.tabular import Cell
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import STATE_WORDS
from paktum.domains.programme.wording import achieved, audience_names, expected, label, type_names, when
from paktum.plugin.vocabulary import Vocabulary

_HEADER = (
    msg("Number"),
    msg("Title"),
    msg("Body"),
    msg("Types"),
    msg("Planned time"),
    msg("First day"),
    msg("Last day"),
    msg("State"),
    msg("Place"),
    msg("Purpose"),
    msg("Expected results"),
    msg("Expected numbers"),
    msg("Achieved"),
    msg("Audiences"),
)


def sheet_header(language: Language) -> list[str]:
    """The names of the columns."""
    return [say(name, language) for name in _HEADER]


def sheet_rows(rows: Iterable[PlanRow], words: Vocabulary, language: Language, today: date) -> list[list[Cell]]:
    """The cells of each entry, under `sheet_header`; days are dates, so that a spreadsheet can sort them."""
    return [
        [
            label(row, words),
            row.title,
            row.body,
            ", ".join(map(str, type_names(row, words, language))),
            when(row.planned, language),
            row.effective.start,
            row.effective.last,
            STATE_WORDS[row.state(today)],
            row.place,
            row.purpose,
            row.results_text,
            "\n".join(expected(row.results, words, language)),
            "\n".join(achieved(row.results, words, language)),
            "; ".join(map(str, audience_names(row.audiences, words, language))),
        ]
        for row in rows
    ]
