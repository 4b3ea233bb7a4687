"""Charter rules put into words: one sentence for each rule, for people who never read a schema."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from paktum.core.messages import Message, msg, nmsg
from paktum.plugin.specs import CharterRules, Frequency, Majority, Quorum, Span, Turnout, share_of

Topic = Literal["sessions", "quorum", "votes", "seats", "records"]

TOPICS: Final[dict[Topic, Message]] = {
    "sessions": msg("Sessions"),
    "quorum": msg("Quorum"),
    "votes": msg("Voting"),
    "seats": msg("Seats"),
    "records": msg("Minutes and decisions"),
}


@dataclass(frozen=True)
class Sentence:
    """One rule in words: the key of the rule in CharterRules, what it is about, and the sentence."""

    rule: str
    topic: Topic
    text: Message


def sentences(rules: CharterRules, body: str, name_of: Callable[[str], str]) -> tuple[Sentence, ...]:
    """A charter as sentences in the order in which a meeting meets its rules.

    `body` is the short name that stands in decision numbers; `name_of` gives the name of a body type by its code.
    """
    return tuple(_sentences(rules, body, name_of))


def by_topic(found: tuple[Sentence, ...]) -> tuple[tuple[Message, tuple[Message, ...]], ...]:
    """The sentences under the heading of what they are about; topics without a sentence are left out."""
    groups = ((title, tuple(one.text for one in found if one.topic == topic)) for topic, title in TOPICS.items())
    return tuple((title, texts) for title, texts in groups if texts)


def _sentences(rules: CharterRules, body: str, name_of: Callable[[str], str]) -> Iterator[Sentence]:
    yield Sentence("frequency", "sessions", _frequency(rules.frequency))
    for joint in rules.joint_sessions:
        yield Sentence("joint_sessions", "sessions", _joint(joint.frequency, name_of(joint.body)))
    yield Sentence("notice", "sessions", _notice(rules.notice))
    yield Sentence("forms", "sessions", _forms(rules))
    yield Sentence("quorum", "quorum", _quorum(rules.quorum))
    for words in second_quorum_words(rules.quorum):
        yield Sentence("quorum", "quorum", words)
    yield Sentence("ordinary", "votes", _ordinary(rules.ordinary))
    yield Sentence("qualified", "votes", _qualified(rules.qualified))
    yield Sentence("tie", "votes", _TIES[rules.tie])
    yield Sentence("ballot", "votes", _BALLOTS[rules.ballot])
    if rules.circular is not None:
        yield Sentence("circular", "votes", _circular(rules.circular))
    yield Sentence("proxies", "seats", _proxies(rules.proxies.most_per_holder))
    yield Sentence("substitutes_per_seat", "seats", _substitutes(rules.substitutes_per_seat))
    yield Sentence("minutes_due", "records", _minutes(rules.minutes_due))
    yield Sentence("numbering", "records", _numbering(rules, body))


_ONCE: Final = {
    "month": msg("It meets at least once in each month."),
    "quarter": msg("It meets at least once in each quarter of the year."),
    "half_year": msg("It meets at least once in each half-year."),
    "year": msg("It meets at least once a year."),
}


def _frequency(frequency: Frequency | None) -> Message:
    if frequency is None:
        return msg("It meets as often as it needs to.")
    if frequency.every_months == 1:
        return msg("It meets every month.")
    if frequency.every_months is not None:
        return nmsg("It meets every %(num)d month.", "It meets every %(num)d months.", frequency.every_months)
    times, per = frequency.times or 1, frequency.per or "year"
    if times == 1:
        return _ONCE[per]
    return {
        "month": nmsg(
            "It meets at least %(num)d time in each month.", "It meets at least %(num)d times in each month.", times
        ),
        "quarter": nmsg(
            "It meets at least %(num)d time in each quarter of the year.",
            "It meets at least %(num)d times in each quarter of the year.",
            times,
        ),
        "half_year": nmsg(
            "It meets at least %(num)d time in each half-year.",
            "It meets at least %(num)d times in each half-year.",
            times,
        ),
        "year": nmsg("It meets at least %(num)d time a year.", "It meets at least %(num)d times a year.", times),
    }[per]


def _joint(frequency: Frequency, body: str) -> Message:
    """The other body stands after a colon, because its name is only known in the nominative."""
    if frequency.every_months == 1:
        return msg("Joint sessions with this body are held every month: %(body)s.", body=body)
    if frequency.every_months is not None:
        return nmsg(
            "Joint sessions with this body are held every %(num)d month: %(body)s.",
            "Joint sessions with this body are held every %(num)d months: %(body)s.",
            frequency.every_months,
            body=body,
        )
    times, per = frequency.times or 1, frequency.per or "year"
    if times == 1:
        return {
            "month": msg("At least one joint session in each month is held with this body: %(body)s.", body=body),
            "quarter": msg("At least one joint session in each quarter is held with this body: %(body)s.", body=body),
            "half_year": msg(
                "At least one joint session in each half-year is held with this body: %(body)s.", body=body
            ),
            "year": msg("At least one joint session a year is held with this body: %(body)s.", body=body),
        }[per]
    return {
        "month": nmsg(
            "At least %(num)d joint session in each month is held with this body: %(body)s.",
            "At least %(num)d joint sessions in each month are held with this body: %(body)s.",
            times,
            body=body,
        ),
        "quarter": nmsg(
            "At least %(num)d joint session in each quarter is held with this body: %(body)s.",
            "At least %(num)d joint sessions in each quarter are held with this body: %(body)s.",
            times,
            body=body,
        ),
        "half_year": nmsg(
            "At least %(num)d joint session in each half-year is held with this body: %(body)s.",
            "At least %(num)d joint sessions in each half-year are held with this body: %(body)s.",
            times,
            body=body,
        ),
        "year": nmsg(
            "At least %(num)d joint session a year is held with this body: %(body)s.",
            "At least %(num)d joint sessions a year are held with this body: %(body)s.",
            times,
            body=body,
        ),
    }[per]


def _notice(notice: Span) -> Message:
    if notice.working_days is not None:
        return nmsg(
            "The invitation goes out at least %(num)d working day before the session.",
            "The invitation goes out at least %(num)d working days before the session.",
            notice.working_days,
        )
    if notice.days == 0:
        return msg("The invitation may go out on the day of the session.")
    return nmsg(
        "The invitation goes out at least %(num)d day before the session.",
        "The invitation goes out at least %(num)d days before the session.",
        notice.days or 0,
    )


# By (in person, from afar, both at once): each way of saying it is a whole sentence.
_WAYS: Final[dict[tuple[bool, bool, bool], Message]] = {
    (True, False, False): msg("It meets in person."),
    (False, True, False): msg("It meets by telephone or video."),
    (False, False, True): msg("It meets with some members in the room and others by telephone or video."),
    (True, True, False): msg("It meets in person, or by telephone or video."),
    (True, False, True): msg("It meets in person; members may also join by telephone or video."),
    (False, True, True): msg("It meets by telephone or video; some members may be together in a room."),
    (True, True, True): msg("It meets in person, by telephone or video, or both at once."),
    (False, False, False): msg("It holds no meetings and decides in writing only."),
}


def _forms(rules: CharterRules) -> Message:
    return _WAYS["present" in rules.forms, "remote" in rules.forms, "mixed" in rules.forms]


def _quorum(quorum: Quorum) -> Message:
    if share_of(quorum.share) == 0 and not quorum.strictly_more:
        return msg("It can decide with those who are there.")
    if quorum.of == "seats":
        return _share(
            quorum,
            msg("It can decide when more than half of the seats are present."),
            msg("It can decide when at least half of the seats are present."),
            msg("It can decide when all seats are present."),
            msg("It can decide when more than %(share)s of the seats are present.", share=quorum.share),
            msg("It can decide when at least %(share)s of the seats are present.", share=quorum.share),
        )
    return _share(
        quorum,
        msg("It can decide when more than half of the votes are present."),
        msg("It can decide when at least half of the votes are present."),
        msg("It can decide when all votes are present."),
        msg("It can decide when more than %(share)s of the votes are present.", share=quorum.share),
        msg("It can decide when at least %(share)s of the votes are present.", share=quorum.share),
    )


def _share(
    turnout: Turnout, above_half: Message, half: Message, all_of: Message, above: Message, at_least: Message
) -> Message:
    share = share_of(turnout.share)
    if share == 1:
        return all_of
    if share * 2 == 1:
        return above_half if turnout.strictly_more else half
    return above if turnout.strictly_more else at_least


def second_quorum_words(quorum: Quorum) -> tuple[Message, ...]:
    """What a second convening needs; nothing where the charter knows none, and the first quorum holds again."""
    return () if quorum.second_share is None else (_second_quorum(quorum, quorum.second_share),)


def _second_quorum(quorum: Quorum, share: str) -> Message:
    if share_of(share) == 0:
        return msg("When a session had no quorum, the one convened in its place can decide with those who are there.")
    if quorum.of == "seats":
        return msg(
            "When a session had no quorum, the one convened in its place can decide with at least %(share)s of the seats.",
            share=share,
        )
    return msg(
        "When a session had no quorum, the one convened in its place can decide with at least %(share)s of the votes.",
        share=share,
    )


def _ordinary(majority: Majority) -> Message:
    match majority.rule, majority.of:
        case "simple", _:
            return msg("A decision is taken when more votes are for it than against it.")
        case "absolute", "present":
            return msg("A decision is taken when more than half of the votes present are for it.")
        case "absolute", "all":
            return msg("A decision is taken when more than half of all votes of the body are for it.")
        case "two_thirds", "present":
            return msg("A decision is taken when at least two thirds of the votes present are for it.")
        case _:
            return msg("A decision is taken when at least two thirds of all votes of the body are for it.")


def _qualified(majority: Majority) -> Message:
    match majority.rule, majority.of:
        case "simple", _:
            return msg("Where a qualified majority is asked for, more votes for than against are enough.")
        case "absolute", "present":
            return msg("Where a qualified majority is asked for, it is more than half of the votes present.")
        case "absolute", "all":
            return msg("Where a qualified majority is asked for, it is more than half of all votes of the body.")
        case "two_thirds", "present":
            return msg("Where a qualified majority is asked for, it is at least two thirds of the votes present.")
        case _:
            return msg("Where a qualified majority is asked for, it is at least two thirds of all votes of the body.")


_TIES: Final = {
    "chair_decides": msg("When the votes are equal, the chair decides."),
    "rejected": msg("When the votes are equal, the motion is rejected."),
}
_BALLOTS: Final = {
    "open": msg("Votes are open unless the body decides otherwise."),
    "secret": msg("Votes are secret unless the body decides otherwise."),
}


def _circular(turnout: Turnout) -> Message:
    if share_of(turnout.share) == 0:
        return msg("It can also vote in writing without a session; such a vote counts however many take part.")
    return _share(
        turnout,
        msg("It can also vote in writing without a session; such a vote counts when more than half take part."),
        msg("It can also vote in writing without a session; such a vote counts when at least half take part."),
        msg("It can also vote in writing without a session; such a vote counts when all take part."),
        msg(
            "It can also vote in writing without a session; such a vote counts when more than %(share)s take part.",
            share=turnout.share,
        ),
        msg(
            "It can also vote in writing without a session; such a vote counts when at least %(share)s take part.",
            share=turnout.share,
        ),
    )


def _proxies(most: int) -> Message:
    if most == 0:
        return msg("Nobody can vote by proxy for somebody else.")
    return nmsg(
        "A member can vote by proxy for %(num)d other member.",
        "A member can vote by proxy for up to %(num)d other members.",
        most,
    )


def _substitutes(most: int) -> Message:
    if most == 0:
        return msg("A seat has no substitute.")
    return nmsg("A seat may have %(num)d substitute.", "A seat may have up to %(num)d substitutes.", most)


def _minutes(span: Span) -> Message:
    if span.working_days is not None:
        return nmsg(
            "The minutes are ready within %(num)d working day after the session.",
            "The minutes are ready within %(num)d working days after the session.",
            span.working_days,
        )
    if span.days == 0:
        return msg("The minutes are ready on the day of the session.")
    return nmsg(
        "The minutes are ready within %(num)d day after the session.",
        "The minutes are ready within %(num)d days after the session.",
        span.days or 0,
    )


def _numbering(rules: CharterRules, body: str) -> Message:
    # A made-up day, so that year, month and day can be told apart in the example.
    example = rules.numbering.number(1, date(2026, 3, 12), body)
    if rules.numbering.restarts == "year":
        return msg("Decisions are numbered from one every year, such as: %(example)s.", example=example)
    return msg("Decisions are numbered on and on, such as: %(example)s.", example=example)
