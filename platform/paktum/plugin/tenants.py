"""Finds the folders of tenants and reads them, refusing all of them together when anything in them is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from paktum.core.messages import msg
from paktum.plugin.loader import Plugins, Sourced, read_spec, shown
from paktum.plugin.problems import Finding, PluginError, Problem, placed
from paktum.plugin.specs import OpeningData, TenantFile
from paktum.plugin.tenant_checks import opening_findings, tenant_findings

TENANT: Final = "tenant.toml"
OPENING: Final = "opening.toml"
LOGO: Final = "logo.svg"


@dataclass(frozen=True)
class TenantFolder:
    """One tenant as its folder describes it."""

    folder: Path
    tenant: Sourced[TenantFile]
    opening: Sourced[OpeningData]

    @property
    def slug(self) -> str:
        return self.tenant.value.slug

    @property
    def logo(self) -> Path:
        return self.folder / LOGO


def tenants_folder(given: Path | None = None) -> Path:
    """The folder that holds the tenants: the one given, `tenants/` here, or the one beside the platform's own checkout.

    Raises PluginError when there is none.
    """
    beside = Path(__file__).resolve().parents[3] / "tenants"
    candidates = [given] if given is not None else [Path.cwd() / "tenants", beside]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise PluginError([Problem(str(candidates[0]), 0, "", msg("expected a folder with one folder for each tenant"))])


def read_tenant(folder: Path, plugins: Plugins) -> TenantFolder:
    """Read and check one tenant's folder. Raises PluginError with all its problems."""
    problems: list[Problem] = []
    tenant: Sourced[TenantFile] | None = None
    opening: Sourced[OpeningData] | None = None
    try:
        tenant = read_spec(folder / TENANT, TenantFile)
    except PluginError as error:
        problems.extend(error.problems)
    try:
        opening = read_spec(folder / OPENING, OpeningData)
    except PluginError as error:
        problems.extend(error.problems)
    if not (folder / LOGO).is_file():
        problems.append(Problem(shown(folder / LOGO), 0, "", msg("this file is missing")))
    if tenant is not None:
        problems.extend(placed(tenant_findings(tenant.value, plugins), tenant.source))
        if tenant.value.slug != folder.resolve().name:
            expected = msg("expected the name of its folder, %(name)s", name=folder.resolve().name)
            problems.extend(placed([Finding(("slug",), expected)], tenant.source))
        if opening is not None:
            problems.extend(placed(opening_findings(opening.value, tenant.value, plugins), opening.source))
    if problems or tenant is None or opening is None:
        raise PluginError(problems)
    return TenantFolder(folder, tenant, opening)


def read_tenants(folder: Path, plugins: Plugins) -> Mapping[str, TenantFolder]:
    """Read every tenant under a folder, by slug in the order of the alphabet. Raises PluginError with all problems."""
    problems: list[Problem] = []
    found: dict[str, TenantFolder] = {}
    host_of: dict[str, str] = {}
    for path in sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith((".", "_"))):
        try:
            tenant = read_tenant(path, plugins)
        except PluginError as error:
            problems.extend(error.problems)
            continue
        found[tenant.slug] = tenant
        for index, host in enumerate(tenant.tenant.value.hosts):
            if host in host_of:
                taken = msg("expected a host of its own; %(host)s belongs to %(slug)s", host=host, slug=host_of[host])
                problems.extend(placed([Finding(("hosts", index), taken)], tenant.tenant.source))
            host_of[host] = tenant.slug
    if problems:
        raise PluginError(problems)
    return MappingProxyType(found)
