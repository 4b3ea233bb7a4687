"""Collecting sentences: none of the code's is missed, however it is called."""

from pathlib import Path

from paktum.cli.catalogues import collected


def _keys(folder: Path, code: str) -> set[str]:
    (folder / "module.py").write_text(code, encoding="utf-8")
    return {message.id if isinstance(message.id, str) else message.id[0] for message in collected(folder) if message.id}


def test_a_sentence_inside_an_f_string_is_found(tmp_path: Path) -> None:
    assert _keys(tmp_path, """text = f"{name} ({says(msg('by proxy: %(seat)s', seat=seat))})"\n""") == {
        "by proxy: %(seat)s"
    }


def test_a_sentence_over_several_lines_is_one(tmp_path: Path) -> None:
    assert _keys(tmp_path, 'raise Refused(\n    msg(\n        "One half, "\n        "and the other."\n    )\n)\n') == {
        "One half, and the other."
    }


def test_a_sentence_that_counts_has_both_its_forms(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text('nmsg("%(num)d vote", "%(num)d votes", count)\n', encoding="utf-8")
    assert [message.id for message in collected(tmp_path) if message.id] == [("%(num)d vote", "%(num)d votes")]


def test_words_that_are_no_literal_are_left_to_where_they_are_written(tmp_path: Path) -> None:
    assert _keys(tmp_path, "_(label)\nmsg(f'{a} and {b}')\nother('not a sentence')\n") == set()
