"""What happened at a meeting, as plain values: all that minutes are drafted from."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from paktum.core.ids import SubjectRef
from paktum.core.messages import Message


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody who was there for a while: `capacity` is holder, substitute or guest; times are by the pact's clocks."""

    person: str
    capacity: str
    remote: bool
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatThere:
    """A seat of a body on the day. Nobody sat on it where there are no stays; `proxy` is the seat that voted for it."""

    label: str
    organisation: str
    voting: bool
    stays: tuple[Stay, ...] = ()
    excuse: str | None = None
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class QuorumThere:
    """Whether a body could decide when it began; counted in votes, or in seats where the charter says so."""

    needed: int
    there: int
    total: int
    in_votes: bool

    @property
    def met(self) -> bool:
        return self.there >= self.needed


@dataclass(frozen=True, slots=True)
class BodyThere:
    """A body of the meeting with its seats and its quorum (None: it had no seats with a vote)."""

    name: str
    seats: tuple[SeatThere, ...]
    quorum: QuorumThere | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was there without a seat."""

    person: str
    organisation: str
    remote: bool


@dataclass(frozen=True, slots=True)
class BodyVote:
    """How one body voted; `by_name` has (seat, choice) where it voted by name."""

    body: str
    yes: int
    no: int
    abstain: int
    outcome: str
    by_name: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VoteTaken:
    """A closed vote; `outcome` is carried, rejected or no_quorum.

    `annulled` is the reason for which it was annulled afterwards; None for one that counts.
    """

    secret: bool
    bodies: tuple[BodyVote, ...]
    outcome: str
    annulled: str | None = None


@dataclass(frozen=True, slots=True)
class MotionPut:
    """A motion under an item, with its votes in their order; `amended` when its text is that of an amendment."""

    text: str
    proposer: str
    amends: bool
    state: str
    votes: tuple[VoteTaken, ...] = ()
    amended: bool = False


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision with its number; `body` is said where several bodies met; `annulled`: its vote does not count."""

    number: str
    text: str
    body: str
    annulled: bool = False


@dataclass(frozen=True, slots=True)
class TaskSet:
    """A task that was set."""

    title: str
    assignee: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TaskReviewed:
    """An earlier task that was looked at again under an item."""

    title: str
    assignee: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What a participant announced."""

    author: str
    title: str
    text: str
    on: date | None


@dataclass(frozen=True, slots=True)
class GroupFormed:
    """A group that formed under an item: its topic, how many joined, who leads it, when it first meets."""

    title: str
    members: int
    leader: str
    first_day: date | None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item of the agenda. `number` is None for one carried over or withdrawn."""

    id: uuid.UUID
    number: int | None
    kind: str
    title: str
    presenter: str
    working_group: str
    public: bool
    state: str
    notes: str
    subject: SubjectRef | None = None
    motions: tuple[MotionPut, ...] = ()
    decisions: tuple[DecisionTaken, ...] = ()
    tasks: tuple[TaskSet, ...] = ()
    reviewed: tuple[TaskReviewed, ...] = ()
    announced: tuple[Announced, ...] = ()
    groups: tuple[GroupFormed, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting that was held. Instants are by the pact's clocks; `chair` is who chaired it, as far as that is known.

    `subjects` are the titles of what stood on the agenda, by reference.
    """

    called: str | Message
    form: str
    place: str
    begins: datetime
    ends: datetime | None
    chair: str
    bodies: tuple[BodyThere, ...]
    guests: tuple[Guest, ...]
    items: tuple[ItemFacts, ...]
    subjects: Mapping[SubjectRef, str | Message]
    end_reason: str = ""
    repeated: bool = False
    """Whether it was convened in the place of a session without a quorum."""

    @property
    def circular(self) -> bool:
        return self.form == "circular"
