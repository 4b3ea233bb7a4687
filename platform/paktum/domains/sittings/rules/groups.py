"""Rules of groups that form in a meeting: from a topic to a working group, and who is elected to lead it."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

TopicState = Literal["open", "electing", "formed", "dropped"]

JOINED_IN: Final[frozenset[TopicState]] = frozenset({"open", "electing", "formed"})
"""A group stays open: who comes later may still join."""
LEFT_IN: Final[frozenset[TopicState]] = frozenset({"open", "electing"})
"""Whoever is in a group that was formed has a mandate, which is ended among the mandates."""
ELECTED_IN: Final[frozenset[TopicState]] = frozenset({"electing"})


@dataclass(frozen=True, slots=True)
class Election:
    """How the members of a group would be led: preferences by candidate, and those with the most of them.

    `leader` is None while nobody has said anything, or while several have as many.
    """

    preferences: Mapping[uuid.UUID, int]
    first: frozenset[uuid.UUID]

    @property
    def leader(self) -> uuid.UUID | None:
        return next(iter(self.first)) if len(self.first) == 1 else None


def election_of(preferences: Mapping[uuid.UUID, uuid.UUID | None]) -> Election:
    """Count whom the members prefer, from each member's sign-up to a candidate's; a candidate who left counts for nobody."""
    counted = Counter(choice for choice in preferences.values() if choice in preferences and choice is not None)
    most = max(counted.values(), default=0)
    return Election(dict(counted), frozenset(one for one, number in counted.items() if number == most))
