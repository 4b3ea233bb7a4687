"""Bringing an installation up: tenants from their folders into the database, the same each time it is done."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask

from paktum.app import create_app
from paktum.core.database import PLATFORM, TenantSession, unit_of_work
from paktum.core.ids import TenantId
from paktum.core.messages import msg
from paktum.core.settings import Settings
from paktum.core.store import FileStore
from paktum.domains.bodies.opening import open_bodies
from paktum.domains.files.service import get_file, keep_file
from paktum.domains.partners.service import open_organisations
from paktum.domains.people.opening import open_sign_ins
from paktum.domains.tenancy.queries import owners_of_hosts
from paktum.domains.tenancy.service import keep_configuration, present_logo, register_tenant, set_logo
from paktum.plugin.loader import Plugins, load_plugins
from paktum.plugin.problems import Finding, PluginError, Problem, placed
from paktum.plugin.registry import merge
from paktum.plugin.specs import OpeningData
from paktum.plugin.tenants import LOGO, TenantFolder, read_tenants, tenants_folder

DEMO_PASSWORD: Final = "paktum-demo-2026"  # noqa: S105  (printed by the demo, and accepted only there)


def apply_tenant(app: Flask, plugins: Plugins, folder: TenantFolder, hosts: Sequence[str]) -> TenantId:
    """Apply one tenant's folder: its facts, hosts, configuration and opening data; people's own entries stay untouched.

    In a demo its sign-ins are opened too. Raises PluginError when the folder does not fit the plugins.
    """
    settings: Settings = app.extensions["paktum"].settings
    file, opening = folder.tenant.value, folder.opening.value
    words = merge(plugins, folder.tenant)
    with unit_of_work(app, PLATFORM) as session:
        tenant_id = register_tenant(session, file, hosts)
    with unit_of_work(app, tenant_id) as session:
        keep_configuration(session, file, _funding(opening))
        _keep_logo(session, app.extensions["paktum"].store, folder.logo.read_bytes())
        consortium = opening.grant.consortium
        organisations = open_organisations(
            session, [(o.code, o.name, o.kind, o.email or "") for o in opening.organisations], consortium
        )
        open_bodies(session, opening, organisations, words, opening.grant.agreement_in_force)
        if settings.demo:
            open_sign_ins(session, opening.people, DEMO_PASSWORD)
    return tenant_id


def _keep_logo(session: TenantSession, store: FileStore, drawing: bytes) -> None:
    """Keep the folder's logo as a stored file, once for each drawing: papers are made where the folder is not."""
    present = present_logo(session)
    if present is not None and get_file(session, present).sha256 == hashlib.sha256(drawing).hexdigest():
        return
    kept = keep_file(session, store, None, name=LOGO, media_type="image/svg+xml", chunks=[drawing])
    set_logo(session, kept.id)


def _funding(opening: OpeningData) -> dict[str, Any]:
    """The grant as the tenant's own page shows it: its facts, and the names of the lead and the partners."""
    grant, names = opening.grant, {one.code: one.name for one in opening.organisations}
    facts = grant.model_dump(
        mode="json", exclude_none=True, include={"call", "call_title", "project", "agreement_in_force"}
    )
    lead = {"lead": names[grant.lead]} if grant.lead else {}
    return {**facts, **lead, "partners": [names[code] for code in grant.partners]}


def apply_all(
    app: Flask, folder: Path | None = None, told: Callable[[str], None] = lambda slug: None
) -> list[TenantId]:
    """Apply every tenant folder; `told` hears each slug as it is done. Raises PluginError before anything is applied."""
    plugins = load_plugins()
    return apply_folders(app, plugins, read_tenants(tenants_folder(folder), plugins).values(), told)


def apply_folders(
    app: Flask,
    plugins: Plugins,
    folders: Iterable[TenantFolder],
    told: Callable[[str], None] = lambda slug: None,
) -> list[TenantId]:
    """Apply some tenants' folders; `told` hears each slug as it is done. Hosts of a demo are under the demo's apex.

    Raises PluginError, before anything is applied, when a folder asks for a host that leads to another pact.
    """
    settings: Settings = app.extensions["paktum"].settings
    folders = list(folders)
    if not settings.demo:
        with unit_of_work(app, PLATFORM) as session:
            _refuse_hosts_of_others(session, folders)
    applied = []
    for tenant in folders:
        hosts = [f"{tenant.slug}.{settings.apex}"] if settings.demo else list(tenant.tenant.value.hosts)
        applied.append(apply_tenant(app, plugins, tenant, hosts))
        told(tenant.slug)
    return applied


def _refuse_hosts_of_others(session: TenantSession, folders: list[TenantFolder]) -> None:
    """A host moves from one pact to another only when the file of the one that has it gives it up, now or earlier."""
    kept = {folder.slug: folder.tenant.value.hosts for folder in folders}
    owners = {
        host: slug
        for host, slug in owners_of_hosts(session, {host for hosts in kept.values() for host in hosts})
        if slug not in kept or host in kept[slug]
    }
    problems: list[Problem] = []
    for folder in folders:
        for index, host in enumerate(folder.tenant.value.hosts):
            owner = owners.setdefault(host, folder.slug)
            if owner != folder.slug:
                taken = msg("expected a host of its own; %(host)s belongs to %(slug)s", host=host, slug=owner)
                problems.extend(placed([Finding(("hosts", index), taken)], folder.tenant.source))
    if problems:
        raise PluginError(problems)


@dataclass(frozen=True)
class ReadyPact:
    """A pact that can be signed in to: its name, its address, and the address of a sign-in that the demo opened."""

    name: str
    address: str
    sign_in: str


def prepare(settings: Settings) -> list[ReadyPact]:
    """Apply every tenant of the checkout to a migrated database, and say where each can be reached."""
    app = create_app(settings)
    apply_all(app)
    ready = []
    for tenant in read_tenants(tenants_folder(), load_plugins()).values():
        head = next(person.email for person in tenant.opening.value.people if person.role == "head")
        address = settings.origin_of(f"{tenant.slug}.{settings.apex}")
        ready.append(ReadyPact(tenant.tenant.value.name, address, head))
    return ready
