"""Rules of inviting: who is asked as what, lists of guests as people paste them, one mail a mailbox, and counted answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeVar

from paktum.core.mail_addresses import mail_address
from paktum.core.messages import Message, msg
from paktum.domains.meetings.rules.life import CALLED_OFF, MeetingState

InviteeKind = Literal["seat", "substitute", "guest", "walk_in"]
Answer = Literal["accepted", "declined", "tentative"]
AnswerWay = Literal["link", "mail", "office", "page"]

ANSWERS: Final[tuple[Answer, ...]] = ("accepted", "tentative", "declined")
ANSWER_WORDS: Final[Mapping[Answer, Message]] = {
    "accepted": msg("comes"),
    "tentative": msg("may come"),
    "declined": msg("does not come"),
}
_ASKED_IN: Final = frozenset({MeetingState.CONVENED, MeetingState.IN_SESSION})
OWN_ANSWER_WORDS: Final[Mapping[Answer, Message]] = {
    "accepted": msg("I come"),
    "tentative": msg("I may come"),
    "declined": msg("I cannot come"),
}
KIND_ORDER: Final[Mapping[str, int]] = {"seat": 0, "substitute": 1, "guest": 2, "walk_in": 3}
MOST_GUESTS: Final = 1000
LINK_PURPOSE: Final = "meeting invitee"
"""What the secret of a personal link is made for (`core.links`)."""
LONGEST_REMARK: Final = 2000
_LONGEST_LINE: Final = 400
# What a spreadsheet or a person puts between two cells.
_BETWEEN: Final = re.compile(r"[;\t]")
_NAMED_ADDRESS: Final = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>$")


def kind_of_office(office: str) -> InviteeKind:
    """As what the holder of an office of a body is asked; a secretary has no seat and comes as a guest."""
    if office == "substitute":
        return "substitute"
    return "guest" if office == "secretary" else "seat"


@dataclass(frozen=True, slots=True)
class PastedGuest:
    """A guest as a line of a pasted list names one; only the name is never empty."""

    name: str
    organisation: str = ""
    email: str = ""


def read_guest_list(text: str) -> tuple[list[PastedGuest], list[Message]]:
    """Read a pasted list, a guest a line: name; organisation; address, with tabs as well, as they come from a table.

    The address may stand in any cell, and `Name <address>` is understood. Gives the guests and a sentence for each line
    that cannot be read.
    """
    guests: list[PastedGuest] = []
    problems: list[Message] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not any(character.isalnum() for character in line):
            continue
        guest = _guest_of(line)
        if isinstance(guest, Message):
            problems.append(msg("Line %(number)d: %(problem)s", number=number, problem=guest))
        else:
            guests.append(guest)
    if len(guests) > MOST_GUESTS:
        problems.append(msg("At most %(most)d guests at once.", most=MOST_GUESTS))
    return guests, problems


def _guest_of(line: str) -> PastedGuest | Message:
    named = _NAMED_ADDRESS.match(line.strip())
    cells = [named["name"], named["email"]] if named else _BETWEEN.split(line)
    cells = [" ".join(cell.split()).strip('"').strip() for cell in cells]
    addresses = [cell for cell in cells if "@" in cell]
    words = [cell for cell in cells if cell and "@" not in cell]
    if len(addresses) > 1:
        return msg("one address for one guest.")
    if len(words) > 2:
        return msg("only name, organisation and address, with semicolons between them.")
    if any(len(word) > _LONGEST_LINE for word in words):
        return msg("this is too long.")
    email = mail_address(addresses[0]) if addresses else ""
    if email is None:
        return msg("%(text)s is not a mail address.", text=addresses[0][:80])
    return PastedGuest(words[0] if words else email, words[1] if len(words) > 1 else "", email)


def mail_is_due(
    state: MeetingState,
    kind: InviteeKind,
    email: str,
    sent_sequence: int | None,
    sequence: int,
    *,
    taken_off: bool,
) -> bool:
    """Whether a mail is due for somebody on the list of a meeting of some state.

    An invitation or its change goes to those on the list of a convened meeting; word that they need not come to those who
    were invited, once the meeting is called off or they are taken off. Nobody is told twice: `sent_sequence` is the
    calendar sequence last mailed, `sequence` the one that holds now.
    """
    if not email or kind == "walk_in" or (sent_sequence is not None and sent_sequence >= sequence):
        return False
    told_before = sent_sequence is not None
    if state in CALLED_OFF:
        return told_before
    if state in _ASKED_IN:
        return told_before or not taken_off
    # A meeting that was set again is being prepared: whoever was taken off meanwhile is told, nobody else.
    return told_before and taken_off


class Addressed(Protocol):
    """Somebody asked, as far as mail is concerned."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


Person = TypeVar("Person", bound=Addressed)


def mailboxes(people: Iterable[Person]) -> list[list[Person]]:
    """Those with an address, a list for each mailbox, in the order given: a mailbox gets one mail.

    Somebody with seats in two bodies of a joint session, or two posts that read one mailbox, would otherwise get two.
    """
    found: dict[str, list[Person]] = {}
    for person in people:
        if person.email:
            found.setdefault(person.email.casefold(), []).append(person)
    return list(found.values())


def same_person(one: Addressed, other: Addressed) -> bool:
    """Whether two rows ask one person: the same name at the same mailbox. One answer then holds for both."""
    return (
        bool(one.email)
        and one.email.casefold() == other.email.casefold()
        and " ".join(one.name.casefold().split()) == " ".join(other.name.casefold().split())
    )


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How those asked answered; `silent` have not, or only to an earlier time or place."""

    asked: int
    accepted: int
    tentative: int
    declined: int

    @property
    def silent(self) -> int:
        return self.asked - self.accepted - self.tentative - self.declined


def count_answers(answers: Sequence[Answer | None]) -> AnswerCount:
    """Count the answers that hold; None for who has given none."""
    return AnswerCount(len(answers), answers.count("accepted"), answers.count("tentative"), answers.count("declined"))


def standing_answer(answer: Answer | None, answered_sequence: int | None, sequence: int) -> Answer | None:
    """The answer as far as it holds: one to an earlier time or place says nothing about the present one.

    A refusal of everybody's first invitation is as outdated as an acceptance (RFC 5546, 2.1.4 and 3.2.2.1: a changed time
    is asked for anew).
    """
    return answer if answered_sequence is not None and answered_sequence >= sequence else None
