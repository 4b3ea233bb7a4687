"""What a sitting says of itself: quorum, the majority asked for, how a vote stands and how it came out."""

from collections.abc import Mapping
from typing import Any, Final

from paktum.core.messages import Message, msg, nmsg
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.sittings.rules.counting import BodyCount, Count
from paktum.domains.sittings.rules.quorum import Quorum
from paktum.domains.sittings.rules.roll import RollBody
from paktum.plugin.charter_words import sentences

CHOICE_WORDS: Final[Mapping[str, Message]] = {
    "yes": msg("For"),
    "no": msg("Against"),
    "abstain": msg("Abstains"),
}
OUTCOME_WORDS: Final[Mapping[str, Message]] = {
    "carried": msg("Carried"),
    "rejected": msg("Not carried"),
    "no_quorum": msg("No quorum: the vote does not count"),
}
METHOD_WORDS: Final[Mapping[str, Message]] = {
    "by_name": msg("By name"),
    "show": msg("By show of hands, or slips of paper"),
    "link": msg("On members' own phones"),
}
MOTION_STATES: Final[Mapping[str, Message]] = {
    "tabled": msg("tabled"),
    "voting": msg("being voted on"),
    "carried": msg("carried"),
    "rejected": msg("not carried"),
    "withdrawn": msg("withdrawn"),
}
MAJORITY_WORDS: Final[Mapping[str, Message]] = {
    "ordinary": msg("The majority for ordinary decisions"),
    "qualified": msg("The qualified majority"),
}
STILL_OPEN: Final = msg("Still open")


def heading(head: MeetingHead) -> tuple[str, Message | str]:
    """The heading of a meeting's pages: its name, and what is set in thin letters behind it."""
    if head.title:
        return head.title, ""
    if head.joint:
        return " + ".join(body.name for body in head.bodies), msg("joint session")
    first = head.bodies[0]
    return first.name, msg("session %(number)d of %(year)d", number=first.number, year=first.year)


def quorum_words(quorum: Quorum) -> Message:
    """Whether the body can decide, and how many it takes."""
    if quorum.met:
        return msg("can decide, %(needed)d needed", needed=quorum.needed)
    return nmsg("cannot decide, %(num)d more needed", "cannot decide, %(num)d more needed", quorum.lacking)


def majority_words(body: RollBody) -> Message:
    """The sentence of the charter that says what carries the motion."""
    found = sentences(body.rules, body.short_name or body.name, lambda code: code)
    return next(one.text for one in found if one.rule == body.majority)


def caption(body: RollBody) -> Message:
    """How many votes can be cast."""
    return nmsg("%(num)d vote can be cast.", "%(num)d votes can be cast.", body.votes)


def headline(count: Count) -> Message:
    """What the vote comes to, or that it is still open."""
    if count.outcome != "no_quorum" and not count.settled and any(one.tally.not_cast for one in count.bodies):
        return STILL_OPEN
    return OUTCOME_WORDS[count.outcome]


def standing(one: BodyCount, *, circular: bool) -> tuple[Message, ...]:
    """How the vote stands in one body: sentences from what was counted to what can still change."""
    tally, result, quorum = one.tally, one.result, one.body.quorum
    if result.reason == "no_quorum":
        return (
            msg(
                "The body cannot decide: %(there)d there, %(needed)d needed.", there=quorum.there, needed=quorum.needed
            ),
        )
    said = [
        msg(
            "%(yes)d for, of %(present)d votes present; %(needed)d needed.",
            yes=tally.yes,
            present=tally.present,
            needed=result.needed,
        )
        if not circular
        else msg(
            "%(yes)d for, of %(cast)d votes cast; %(needed)d needed.",
            yes=tally.yes,
            cast=tally.cast,
            needed=result.needed,
        )
    ]
    if result.reason in TIE_WORDS:
        said.append(TIE_WORDS[result.reason])
    if result.reason == "too_few_took_part":
        said.append(msg("Too few have taken part for the vote to count."))
    if tally.not_cast == 0:
        said.append(msg("All have voted."))
    elif result.settled:
        said.append(
            nmsg(
                "The %(num)d vote not cast cannot change the result.",
                "The %(num)d votes not cast cannot change the result.",
                tally.not_cast,
            )
        )
    else:
        said.append(
            nmsg(
                "The %(num)d vote not cast can still change the result.",
                "The %(num)d votes not cast can still change the result.",
                tally.not_cast,
            )
        )
    return tuple(said)


TIE_WORDS: Final[Mapping[str, Message]] = {
    "tie_broken": msg("The votes were equal and the chair decided."),
    "tie_rejected": msg("The votes are equal: by the charter the motion is not carried."),
    "tie_open": msg("The votes are equal: by the charter the chair decides."),
}


def result_words(body: Mapping[str, Any]) -> Message:
    """The votes of one body in a closed vote, from its proof."""
    votes = body["votes"]
    return msg(
        "%(yes)d for, %(no)d against, %(abstain)d abstaining",
        yes=votes["yes"],
        no=votes["no"],
        abstain=votes["abstain"],
    )
