"""The letterhead of papers."""

from paktum.domains.documents.letterhead import coloured


def test_a_logo_that_takes_the_colour_around_it_gets_the_accent() -> None:
    assert coloured('<svg stroke="currentColor"/>', "#0c5746") == '<svg stroke="#0c5746"/>'
