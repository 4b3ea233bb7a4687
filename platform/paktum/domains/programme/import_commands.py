"""Imports without a browser: what a plan would be understood as, and taking it over, for commands."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask

from paktum.core.actors import Actor
from paktum.core.database import PLATFORM, unit_of_work
from paktum.core.errors import NotFound, Refused
from paktum.core.ids import TenantId
from paktum.core.messages import Message, msg, nmsg
from paktum.domains.programme.import_queries import whole_import
from paktum.domains.programme.import_rows import decide_rows
from paktum.domains.programme.reading.apart import read_apart
from paktum.domains.programme.reading.inspection import inspect_file
from paktum.domains.programme.reading.plan import EntryLink, ReadPlan
from paktum.domains.programme.rules import ImportOutcome
from paktum.domains.programme.service.imports import take_file, take_over
from paktum.domains.programme.vocabulary import bodies_of_opening, plan_bodies, plan_vocabulary
from paktum.domains.tenancy.queries import tenant_of_slug
from paktum.plugin.loader import load_plugins
from paktum.plugin.registry import merge
from paktum.plugin.tenants import read_tenant, tenants_folder
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import House, TenantFacts


@dataclass(frozen=True)
class Imported:
    """What a command's import did: the outcome, per entry the doubts taken as proposed, and the rows left out."""

    outcome: ImportOutcome
    doubts: tuple[tuple[EntryLink, tuple[Message, ...]], ...]
    stayed_out: tuple[tuple[EntryLink, str, Message], ...]
    words: Vocabulary


def _no_pact(slug: str) -> NotFound:
    return NotFound(msg("There is no pact with the short name %(slug)s.", slug=slug))


def preview_from_folder(path: Path, slug: str) -> tuple[ReadPlan, Vocabulary]:
    """How a plan is understood with the words and bodies of the tenant's folder; needs no database.

    Raises Refused; NotFound when there is no such folder; PluginError when it is wrong.
    """
    folder = tenants_folder() / slug
    if not slug.replace("-", "").isalnum() or not folder.is_dir():
        raise _no_pact(slug)
    plugins = load_plugins()
    tenant = read_tenant(folder, plugins)
    words = merge(plugins, tenant.tenant)
    inspect_file(path)
    return read_apart(path, plan_vocabulary(words, bodies_of_opening(tenant.opening.value.bodies, words))), words


def preview(app: Flask, path: Path, slug: str) -> tuple[ReadPlan, Vocabulary]:
    """How a plan is understood with the words and bodies that the pact has now. Raises Refused, NotFound."""
    tenant = _tenant(app, slug)
    inspect_file(path)
    with unit_of_work(app, tenant.id) as session:
        session.forbid_writing()
        words = _house(app).vocabulary_of(session, tenant.id, "")
        return read_apart(path, plan_vocabulary(words, plan_bodies(session))), words


def import_file(app: Flask, path: Path, slug: str, *, accept: bool) -> Imported:
    """Read a plan and take it over with the proposed answers, in one transaction.

    Without `accept` a plan with doubts is refused. When nothing in the programme would change, nothing at all is kept.
    Raises Refused, NotFound, Invalid.
    """
    tenant, house = _tenant(app, slug), _house(app)
    actor = _actor(tenant.id, house)
    with unit_of_work(app, tenant.id) as session:
        words = house.vocabulary_of(session, tenant.id, "")
        taken = take_file(session, house.clock, actor, house.store, words, path, path.name)
        decided = decide_rows(whole_import(session, taken.import_id).rows)
        doubts = tuple(
            (entry.link, tuple(doubt.message for doubt in entry.unsure)) for entry in decided.entries if entry.unsure
        )
        if doubts and not accept:
            raise Refused(
                nmsg(
                    "Something in %(num)d row is in doubt, so nothing was taken in. Look at it with “paktum plan preview”.",
                    "Something in %(num)d rows is in doubt, so nothing was taken in. Look at them with “paktum plan preview”.",
                    len(doubts),
                )
            )
        outcome = take_over(session, house.clock, actor, taken.import_id)
        if not outcome.wrote:
            session.rollback()
    stayed_out = tuple(
        (entry.link, entry.title, out)
        for entry, out in zip(decided.entries, decided.stays_out, strict=True)
        if out is not None
    )
    return Imported(outcome, doubts, stayed_out, words)


def _tenant(app: Flask, slug: str) -> TenantFacts:
    with unit_of_work(app, PLATFORM) as session:
        tenant = tenant_of_slug(session, slug)
    if tenant is None:
        raise _no_pact(slug)
    return tenant


def _house(app: Flask) -> House:
    return cast(House, app.extensions["paktum"])


def _actor(tenant_id: TenantId, house: House) -> Actor:
    """Whoever has a shell on the server acts with the permissions of the office's head, and is recorded as such."""
    return Actor(tenant_id, None, None, "head", "paktum plan import", house.role_permissions["head"])
