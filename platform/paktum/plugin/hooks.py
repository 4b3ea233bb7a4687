"""Hooks: code of a plugin for what data cannot say. A hook gets frozen facts and answers with remarks, no more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from paktum.core.messages import Message
from paktum.core.periods import Period

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Remark:
    """What a hook has to say: a sentence, the field it is about (or ""), and whether it forbids the step."""

    message: Message
    field: str = ""
    forbids: bool = False


@dataclass(frozen=True)
class Moment(Generic[Facts]):
    """A place in the platform where plugins are asked: a remark that forbids stops the step, others are shown."""

    name: str
    facts: type[Facts]


@dataclass(frozen=True)
class PlanEntryFacts:
    """A plan entry as it is about to be saved; codes are those of the tenant's vocabulary."""

    kind: str
    """`session` or `event`."""
    title: str
    body_type: str | None
    event_types: tuple[str, ...]
    period: Period
    place: str
    audiences: tuple[str, ...]
    results: tuple[tuple[str, int], ...]
    """Measures with the number that is expected at least."""


@dataclass(frozen=True)
class MandateFacts:
    """A mandate as it is about to be given."""

    body_type: str
    role: str
    """`chair`, `member` or `substitute`."""
    organisation_kind: str | None
    seat_votes: bool
    since: date


PLAN_ENTRY_SAVED = Moment("plan_entry_saved", PlanEntryFacts)
MANDATE_GIVEN = Moment("mandate_given", MandateFacts)


@dataclass(frozen=True)
class Hook(Generic[Facts]):
    """A plugin's function for one moment."""

    moment: Moment[Facts]
    ask: Callable[[Facts], Iterable[Remark]]


@dataclass(frozen=True)
class Hooks:
    """The hooks of one plugin, or of all plugins that are active in a tenant."""

    all: tuple[Hook[PlanEntryFacts] | Hook[MandateFacts], ...] = ()

    def ask(self, moment: Moment[Facts], facts: Facts) -> tuple[Remark, ...]:
        """What the hooks of that moment say of the facts, in the order of the plugins.

        An error inside a hook is raised: a rule that silently did not run would be worse than a failed step.
        """
        remarks: list[Remark] = []
        for hook in self.all:
            if hook.moment == moment:
                # The moment is the same, so its facts are of the hook's type; the checker cannot see that.
                remarks.extend(hook.ask(facts))  # type: ignore[arg-type]
        return tuple(remarks)
