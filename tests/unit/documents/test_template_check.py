"""Uploaded Word templates are tried in a process of their own, with the same result and with little memory and time."""

import pytest

from paktum.core.errors import Refused
from paktum.domains.documents.layouts.minutes import MinutesPaper
from paktum.domains.documents.layouts.minutes_starter import starter_template
from paktum.domains.documents.layouts.minutes_word import check_minutes_template
from paktum.domains.documents.template_check import check_template_apart
from paktum.domains.files.apart import Leash
from tests.support.papers import a_word_file


def test_a_template_tried_apart_is_judged_as_it_would_be_here(minutes: MinutesPaper) -> None:
    assert check_template_apart(starter_template("hu"), minutes) == []
    wrong = a_word_file("{{ pact }}", "{{ secret }}")
    problems = check_template_apart(wrong, minutes)
    assert problems and problems == check_minutes_template(wrong, minutes)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_what_is_no_word_document_is_refused_with_its_reason(minutes: MinutesPaper, content: bytes) -> None:
    with pytest.raises(Refused) as here:
        check_minutes_template(content, minutes)
    with pytest.raises(Refused) as apart:
        check_template_apart(content, minutes)
    assert apart.value.message == here.value.message


@pytest.mark.parametrize("leash", [Leash(memory=40 << 20), Leash(seconds=0.01)])
def test_a_template_that_needs_too_much_memory_or_time_is_a_refusal(minutes: MinutesPaper, leash: Leash) -> None:
    with pytest.raises(Refused) as refused:
        check_template_apart(starter_template("hu"), minutes, leash)
    assert refused.value.message.key.startswith("Trying the template took more memory or time")
