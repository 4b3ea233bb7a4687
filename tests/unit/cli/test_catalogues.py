"""Collecting sentences: none of the code's is missed, however it is called; and what is wrong with a translation."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from paktum.cli.catalogues import collected, problems_of


def _keys(folder: Path, code: str) -> set[str]:
    (folder / "module.py").write_text(code, encoding="utf-8")
    return {message.id if isinstance(message.id, str) else message.id[0] for message in collected(folder) if message.id}


def test_a_sentence_inside_an_f_string_is_found(tmp_path: Path) -> None:
    assert _keys(tmp_path, """text = f"{name} ({says(msg('by proxy: %(seat)s', seat=seat))})"\n""") == {
        "by proxy: %(seat)s"
    }


def test_a_sentence_of_a_plain_mail_is_found(tmp_path: Path) -> None:
    mails = tmp_path / "templates" / "mail"
    mails.mkdir(parents=True)
    (mails / "letter.txt").write_text('{{ _("Read it here:") }}\n{{ address }}\n', encoding="utf-8")
    assert {message.id for message in collected(tmp_path) if message.id} == {"Read it here:"}


def test_a_sentence_over_several_lines_is_one(tmp_path: Path) -> None:
    assert _keys(tmp_path, 'raise Refused(\n    msg(\n        "One half, "\n        "and the other."\n    )\n)\n') == {
        "One half, and the other."
    }


def test_a_sentence_that_counts_has_both_its_forms(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text('nmsg("%(num)d vote", "%(num)d votes", count)\n', encoding="utf-8")
    assert [message.id for message in collected(tmp_path) if message.id] == [("%(num)d vote", "%(num)d votes")]


def test_words_that_are_no_literal_are_left_to_where_they_are_written(tmp_path: Path) -> None:
    assert _keys(tmp_path, "_(label)\nmsg(f'{a} and {b}')\nother('not a sentence')\n") == set()


@pytest.mark.parametrize(
    ("translation", "problems"),
    [
        ("Zaplanuj %(term_session_accusative)s: %(body)s", []),
        ("%(Term_session)s do zaplanowania: %(body)s", []),
        ("Zaplanuj: %(body)s", ["placeholder left out ['%(term_session)s']"]),
        ("Zaplanuj %(term_sesion)s: %(body)s", ["unknown term sesion"]),
        ("Na %(term_session_locative)s: %(body)s", ["a form that not every pack gives: locative"]),
    ],
)
def test_a_translation_takes_a_word_of_the_pact_in_a_form_that_every_pack_gives(
    translation: str, problems: list[str]
) -> None:
    found = list(problems_of(Message("Plan a %(term_session)s: %(body)s", translation), "pl"))
    assert [problem for problem in found if problem in problems] == problems
    assert bool(found) == bool(problems)


# The command line, the plugins' checks, the acts of the chain and what belongs to no pact keep the platform's words.
_GENERAL = re.compile(r"^(cli|local|plugin)/|/(acts|permissions)\.py$|/pacts\.html$|^web/layout\.py$")


def test_sentences_of_a_pact_name_it_and_its_office_by_its_own_words() -> None:
    named = re.compile(r"\bpacts?\b|\bpact office\b|\bthe office\b|\bhead of office\b", re.IGNORECASE)
    found = {
        key
        for message in collected()
        for key in ([message.id] if isinstance(message.id, str) else message.id)
        if named.search(re.sub(r"%\(\w+\)s", "", key))
        and not any(_GENERAL.search(name) for name, _line in message.locations)
    }
    assert found - {"Head of office"} == set()
