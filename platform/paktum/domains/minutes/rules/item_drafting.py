"""Drafting an item of the agenda: who spoke to it, notes, motions with their votes, decisions, tasks, announcements."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Period, period_text
from paktum.domains.minutes.rules.facts import (
    Announced,
    BodyVote,
    DecisionTaken,
    GroupFormed,
    ItemFacts,
    MotionPut,
    TaskReviewed,
    TaskSet,
    VoteTaken,
)
from paktum.domains.minutes.rules.rich_text import Block, Line, Listing, Paragraph, Run, paragraphs

_OUTCOMES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "carried": msg("The motion was carried."),
        "rejected": msg("The motion was not carried."),
        "no_quorum": msg("The body could not decide, as there was no quorum."),
    }
)
_CHOICES: Final[Mapping[str, Message]] = MappingProxyType(
    {"yes": msg("voted for"), "no": msg("voted against"), "abstain": msg("abstained")}
)
_TASK_STATES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "open": msg("not begun"),
        "in_progress": msg("in progress"),
        "done": msg("carried out"),
        "dropped": msg("dropped"),
    }
)


def item_blocks(item: ItemFacts, language: Language, subjects: Mapping[SubjectRef, str | Message]) -> Iterator[Block]:
    """What is known of an item, in the order in which minutes tell it."""
    yield from _begun(item, language, subjects)
    yield from paragraphs(item.notes)
    if item.announced:
        yield Listing(tuple(_announced(one, language) for one in item.announced))
    if item.reviewed:
        yield _strong(msg("Tasks looked at again:"), language)
        yield Listing(tuple(_reviewed(one, language) for one in item.reviewed))
    several = len({decision.body for decision in item.decisions}) > 1
    for motion in item.motions:
        yield from _motion(motion, language)
    for decision in item.decisions:
        yield from _decision(decision, language, several=several)
    if item.groups:
        yield _strong(msg("Working groups formed:"), language)
        yield Listing(tuple(_group(one, language) for one in item.groups))
    if item.tasks:
        yield _strong(msg("Tasks:"), language)
        yield Listing(tuple(_task(one, language) for one in item.tasks))
    yield from _ended(item, language)


def _begun(item: ItemFacts, language: Language, subjects: Mapping[SubjectRef, str | Message]) -> Iterator[Block]:
    if item.subject is not None and item.subject in subjects:
        title = _said(subjects[item.subject], language)
        if title.casefold() not in item.title.casefold():
            yield _plain(msg("Matter: %(title)s", title=title), language)
    if item.presenter:
        yield _plain(msg("Presented by: %(presenter)s", presenter=item.presenter), language)
    if item.working_group:
        yield _plain(msg("Prepared by: %(group)s", group=item.working_group), language)


def _ended(item: ItemFacts, language: Language) -> Iterator[Block]:
    if item.state == "carried":
        yield _plain(msg("This item was carried over to a later meeting."), language)
    elif item.state == "withdrawn":
        yield _plain(msg("This item was taken off the agenda."), language)


def _motion(motion: MotionPut, language: Language) -> Iterator[Block]:
    label = msg("Motion as amended:") if motion.amended else msg("Motion:")
    if motion.amends:
        label = msg("Amendment:")
    lead: Line = (Run(say(label, language), emphasis=True), Run(" "))
    if motion.proposer:
        lead = (Run(say(label, language), emphasis=True), Run(f" ({motion.proposer}) "))
    first, *rest = paragraphs(motion.text) or (Paragraph((Run("–"),)),)
    yield Paragraph((*lead, *first.runs)) if isinstance(first, Paragraph) else first
    yield from rest
    for vote in motion.votes:
        yield from _vote(vote, language)
    if motion.state == "withdrawn":
        yield _plain(msg("The motion was withdrawn."), language)


def _vote(vote: VoteTaken, language: Language) -> Iterator[Block]:
    said = {code: say(words, language) for code, words in _CHOICES.items()}
    for body in vote.bodies:
        yield Paragraph(_counts(body, language, named=len(vote.bodies) > 1, secret=vote.secret))
        if body.by_name:
            yield Listing(tuple((Run(f"{seat}: {said.get(choice, choice)}"),) for seat, choice in body.by_name))
    if len({body.outcome for body in vote.bodies}) != 1:
        yield _plain(_OUTCOMES.get(vote.outcome, _OUTCOMES["rejected"]), language)
    if vote.annulled is not None:
        yield _strong(
            msg("This vote was annulled and does not count. Reason: %(reason)s", reason=vote.annulled), language
        )


def _counts(body: BodyVote, language: Language, *, named: bool, secret: bool) -> Line:
    counts = {"yes": body.yes, "no": body.no, "abstain": body.abstain}
    if secret:
        words = msg("Secret ballot. For: %(yes)d, against: %(no)d, abstaining: %(abstain)d.", **counts)
    else:
        words = msg("Vote. For: %(yes)d, against: %(no)d, abstaining: %(abstain)d.", **counts)
    outcome = say(_OUTCOMES.get(body.outcome, _OUTCOMES["rejected"]), language)
    lead = f"{body.body}. " if named else ""
    return (Run(f"{lead}{say(words, language)} {outcome}"),)


def _decision(decision: DecisionTaken, language: Language, *, several: bool) -> Iterator[Block]:
    if decision.annulled:
        words = msg(
            "Number %(number)s was given to a decision that was annulled with its vote, and is not given again.",
            number=decision.number,
        )
        yield _plain(words, language)
        return
    lead = f"{decision.number} ({decision.body})" if several else decision.number
    yield Paragraph((Run(lead, strong=True),))
    yield from paragraphs(decision.text)


def _task(task: TaskSet, language: Language) -> Line:
    runs = [Run(task.title)]
    if task.assignee:
        runs.append(Run(f" – {say(msg('responsible: %(who)s', who=task.assignee), language)}"))
    if task.due_on is not None:
        runs.append(Run(f", {say(msg('deadline: %(day)s', day=_day(task.due_on, language)), language)}"))
    return tuple(runs)


def _reviewed(task: TaskReviewed, language: Language) -> Line:
    state = say(_TASK_STATES.get(task.state, _TASK_STATES["open"]), language)
    who = f" ({task.assignee})" if task.assignee else ""
    note = f"; {task.note}" if task.note else ""
    return (Run(f"{task.title}{who}: {state}{note}"),)


def _announced(one: Announced, language: Language) -> Line:
    runs = [Run(f"{one.author}: ", strong=True), Run(one.title)]
    if one.on is not None:
        runs.append(Run(f" ({_day(one.on, language)})"))
    if one.text:
        runs.append(Run(f"\n{one.text}"))
    return tuple(runs)


def _group(group: GroupFormed, language: Language) -> Line:
    joined = say(nmsg("%(num)d participant", "%(num)d participants", group.members), language)
    runs = [Run(group.title, strong=True), Run(f" – {joined}")]
    if group.leader:
        leader, _, _ = say(msg("leader: %(who)s", who="\0"), language).partition("\0")
        runs += [Run(f", {leader}"), Run(group.leader, personal=True)]
    if group.first_day is not None:
        runs.append(Run(f", {say(msg('first meets: %(day)s', day=_day(group.first_day, language)), language)}"))
    return tuple(runs)


def _said(text: str | Message, language: Language) -> str:
    return say(text, language) if isinstance(text, Message) else text


def _day(day: date, language: Language) -> str:
    return period_text(Period.on(day), language)


def _plain(message: Message, language: Language) -> Paragraph:
    return Paragraph((Run(say(message, language)),))


def _strong(message: Message, language: Language) -> Paragraph:
    return Paragraph((Run(say(message, language), strong=True),))
