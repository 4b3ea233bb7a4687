"""When and how a meeting is held, in words for mails and for the pages of those invited."""

from collections.abc import Mapping
from typing import Final

from babel.dates import format_interval, format_skeleton

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.queries import MeetingHead
from paktum.web.dates import instant_text, long_day

FORM_WORDS: Final[Mapping[str, Message]] = {
    "present": msg("in one room"),
    "remote": msg("from afar, by telephone or video"),
    "mixed": msg("in one room, and from afar for who cannot come"),
    "circular": msg("by circulating a ballot, without coming together"),
}


def time_words(head: MeetingHead, language: Language) -> str:
    """From when to when: the day with its weekday and the hours, by the clocks of the pact (CLDR)."""
    start, end, locale = head.local_start, head.local_end, locale_of(language)
    if start.date() != end.date():
        first, last = (instant_text(instant, head.zone, language) for instant in (start, end))
        return say(msg("from %(start)s to %(end)s", start=first, end=last), language)
    # An interval within one hour, or within the morning, is still told by both its ends.
    hours = format_interval(start, end, "Hm", locale=locale)
    return f"{long_day(start.date(), language)}, {hours}"


def start_words(head: MeetingHead, language: Language) -> str:
    """The day and hour it begins, short, for a mail's subject."""
    locale = locale_of(language)
    day = format_skeleton("MMMd", head.local_start, locale=locale)
    return f"{day}, {format_skeleton('Hm', head.local_start, locale=locale)}"
