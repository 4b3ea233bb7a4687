"""Subjects: what can be brought before a body, known to meetings and decisions only by its kind and id.

A domain registers a kind; meetings put its things on an agenda and decisions tell it what was decided, and neither learns
what the thing is.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import Message

Outcome = Literal["carried", "rejected"]


@dataclass(frozen=True, slots=True)
class SubjectDocument:
    """A stored file that belongs into the pack when the subject is on the agenda."""

    title: str
    file_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as an agenda shows it: what it is called, and the path of its page."""

    ref: SubjectRef
    title: str | Message
    address: str
    documents: tuple[SubjectDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision as its subject hears of it; `decision_id` is None for a motion that was rejected."""

    outcome: Outcome
    body_id: uuid.UUID
    decided_on: date
    decision_id: uuid.UUID | None = None
    number: str = ""


def _nothing(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """What a kind does with a decision when it has nothing to do."""


@dataclass(frozen=True)
class SubjectKind:
    """A kind of subject.

    `describe` gives those subjects of the ids that exist, in a reader's language; `offered` those that may be put on an
    agenda now; `decided` is told of every decision in the transaction that takes it. `annulled` is told the same again
    when the vote turns out to have been a mistake, once none of its decisions stands any more.
    """

    code: str
    label: Message
    describe: Callable[[TenantSession, Collection[uuid.UUID], Language], Mapping[uuid.UUID, Subject]]
    offered: Callable[[TenantSession, Language], Sequence[Subject]]
    decided: Callable[[TenantSession, Clock, Actor, uuid.UUID, DecisionTold], None] = _nothing
    annulled: Callable[[TenantSession, Clock, Actor, uuid.UUID, DecisionTold], None] = _nothing


@dataclass(frozen=True)
class Subjects:
    """The kinds that the domains registered."""

    kinds: Mapping[str, SubjectKind] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Iterable[SubjectKind]) -> "Subjects":
        """Raises ValueError when two kinds have one code."""
        listed = tuple(kinds)
        known = {kind.code: kind for kind in listed}
        if len(known) != len(listed):
            raise ValueError("two kinds of subject have the same code")
        return cls(known)

    def describe(
        self, session: TenantSession, refs: Iterable[SubjectRef], language: Language
    ) -> dict[SubjectRef, Subject]:
        """The subjects that still exist, one statement a kind."""
        by_kind: dict[str, set[uuid.UUID]] = {}
        for ref in refs:
            by_kind.setdefault(ref.kind, set()).add(ref.id)
        found: dict[SubjectRef, Subject] = {}
        for code, ids in sorted(by_kind.items()):
            kind = self.kinds.get(code)
            if kind is not None:
                found.update({s.ref: s for s in kind.describe(session, ids, language).values()})
        return found

    def offered(self, session: TenantSession, language: Language) -> list[tuple[SubjectKind, Sequence[Subject]]]:
        """What may be put on an agenda now, kind by kind; kinds without any are left out."""
        pairs = [(kind, kind.offered(session, language)) for kind in self.kinds.values()]
        return [(kind, subjects) for kind, subjects in pairs if subjects]

    def tell(self, session: TenantSession, clock: Clock, actor: Actor, ref: SubjectRef, told: DecisionTold) -> None:
        """Tell a subject of a decision; a kind that is no longer registered hears nothing."""
        kind = self.kinds.get(ref.kind)
        if kind is not None:
            kind.decided(session, clock, actor, ref.id, told)

    def tell_annulled(
        self, session: TenantSession, clock: Clock, actor: Actor, ref: SubjectRef, told: DecisionTold
    ) -> None:
        """Tell a subject that what it was told before no longer stands; a kind that is not registered hears nothing."""
        kind = self.kinds.get(ref.kind)
        if kind is not None:
            kind.annulled(session, clock, actor, ref.id, told)
