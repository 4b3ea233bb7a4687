"""Hooks hear of the moment they stand at, of nothing else, and only where their plugin is active."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest

from paktum.core.messages import msg
from paktum.core.periods import Period
from paktum.plugin import (
    MANDATE_GIVEN,
    PLAN_ENTRY_SAVED,
    Hook,
    Hooks,
    MandateFacts,
    PlanEntryFacts,
    Plugins,
    Remark,
    load_plugins,
    merge,
    read_spec,
)
from paktum.plugin.specs import TenantFile

ENTRY = PlanEntryFacts(
    kind="event",
    title="Workshop",
    body_type=None,
    event_types=("hu.informing",),
    period=Period.month(2019, 4),
    place="",
    audiences=(),
    results=(("participants", 30),),
)
MANDATE = MandateFacts("hu.steering_group", "chair", "hu.chamber", seat_votes=True, since=date(2019, 4, 1))


def _wants_a_place(facts: PlanEntryFacts) -> Iterator[Remark]:
    if not facts.place:
        yield Remark(msg("Name the place."), field="place")


def _forbids_chairs(facts: MandateFacts) -> Iterator[Remark]:
    if facts.role == "chair":
        yield Remark(msg("No chair is allowed."), forbids=True)


HOOKS = Hooks((Hook(PLAN_ENTRY_SAVED, _wants_a_place), Hook(MANDATE_GIVEN, _forbids_chairs)))


def test_a_hook_answers_at_its_moment() -> None:
    assert [remark.field for remark in HOOKS.ask(PLAN_ENTRY_SAVED, ENTRY)] == ["place"]
    assert [remark.forbids for remark in HOOKS.ask(MANDATE_GIVEN, MANDATE)] == [True]


def test_a_hook_that_finds_nothing_says_nothing() -> None:
    assert HOOKS.ask(PLAN_ENTRY_SAVED, replace(ENTRY, place="Tiszakécske")) == ()


def test_facts_cannot_be_changed_by_a_hook() -> None:
    with pytest.raises(FrozenInstanceError):
        ENTRY.place = "elsewhere"  # type: ignore[misc]


def test_an_error_in_a_hook_is_not_swallowed() -> None:
    def broken(facts: PlanEntryFacts) -> Iterator[Remark]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Hooks((Hook(PLAN_ENTRY_SAVED, broken),)).ask(PLAN_ENTRY_SAVED, ENTRY)


def test_a_hook_runs_only_where_its_plugin_is_active() -> None:
    loaded = load_plugins(["paktum_hu", "paktum_cs"])
    with_hooks = dict(loaded.by_code) | {"hu": replace(loaded.by_code["hu"], hooks=HOOKS)}
    plugins = Plugins(loaded.words, with_hooks)
    root = Path(__file__).parents[3] / "tenants"
    tiszakecske = merge(plugins, read_spec(root / "tiszakecske" / "tenant.toml", TenantFile))
    liberec = merge(plugins, read_spec(root / "liberec" / "tenant.toml", TenantFile))
    assert len(tiszakecske.hooks.ask(PLAN_ENTRY_SAVED, ENTRY)) == 1
    assert liberec.hooks.ask(PLAN_ENTRY_SAVED, ENTRY) == ()
