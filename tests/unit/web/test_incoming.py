"""What a request brings: marks that turn writing round are left out, and what people do write stays."""

from paktum.web.incoming import fit_text


def test_marks_that_turn_writing_round_are_left_out() -> None:
    assert fit_text("Terv\u202e 8102\u2069") == "Terv 8102"


def test_joined_emoji_and_non_breaking_spaces_stay() -> None:
    written = "\U0001f469\u200d\U0001f467 1\u00a0000"
    assert fit_text(written) == written
