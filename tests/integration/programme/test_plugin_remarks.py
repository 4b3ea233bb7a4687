"""A plugin's own rule is asked before an entry is saved, and only where the plugin is active."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

import pytest

from paktum.core.errors import Invalid
from paktum.core.messages import msg
from paktum.core.periods import Period
from paktum.domains.programme.rules import EntryValues
from paktum.domains.programme.service.entries import add_entry
from paktum.plugin import PLAN_ENTRY_SAVED, PlanEntryFacts
from paktum.plugin.hooks import Hook, Hooks, Remark
from paktum.web.context import House
from tests.support.pacts import Pact

REFUSAL = msg("Events of this pact are held in Tiszakécske.")


def only_at_home(facts: PlanEntryFacts) -> Iterable[Remark]:
    if facts.kind == "event" and facts.place != "Tiszakécske":
        yield Remark(REFUSAL, "place", forbids=True)


def entered(pact: Pact, hooks: Hooks, place: str) -> uuid.UUID:
    house: House = pact.app.extensions["paktum"]
    values = EntryValues(
        kind="event", sequence=1, title="Állásbörze", period=Period.month(2027, 3), types=("hu.informing",), place=place
    )
    with pact.work() as session:
        words = replace(house.vocabulary_of(session, pact.id, ""), hooks=hooks)
        return add_entry(session, house.clock, pact.actor("officer"), words, values)


def test_a_plugin_that_forbids_an_entry_says_why_at_the_field(pact: Pact) -> None:
    with pytest.raises(Invalid) as refused:
        entered(pact, Hooks((Hook(PLAN_ENTRY_SAVED, only_at_home),)), "Kecskemét")
    assert refused.value.fields["place"] == REFUSAL


def test_what_the_plugin_does_not_mind_is_saved(pact: Pact) -> None:
    assert entered(pact, Hooks((Hook(PLAN_ENTRY_SAVED, only_at_home),)), "Tiszakécske")


def test_where_the_plugin_is_not_active_its_rule_is_not_asked(pact: Pact) -> None:
    assert entered(pact, Hooks(), "Kecskemét")
