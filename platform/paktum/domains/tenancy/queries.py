"""Reads of tenants: which one a host leads to, the list for the apex, and the words a tenant's plugins gave it."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final

from sqlalchemy import Row, ScalarSelect, select

from paktum.core.database import PLATFORM, TenantSession, session_apart
from paktum.core.ids import TenantId
from paktum.core.languages import Language, as_language
from paktum.domains.tenancy.tables import Tenant, TenantConfiguration, TenantHost
from paktum.plugin.specs import TenantChanges, TenantFile
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import TenantFacts

# How long, in seconds, a process trusts what it knows of a host: a new tenant is reachable within this time.
_HOST_TRUST: Final = 5.0
_FACTS: Final = (
    Tenant.id,
    Tenant.slug,
    Tenant.name,
    Tenant.short_name,
    Tenant.reference,
    Tenant.language,
    Tenant.timezone,
    Tenant.hue,
)


class HostDirectory:
    """Finds the tenant of a host, and remembers it for a few seconds."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._known: OrderedDict[str, tuple[float, TenantFacts | None]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, host: str) -> TenantFacts | None:
        """The tenant of a host; needs an application context. A session of its own asks: no scope is known yet."""
        now = self._seconds()
        with self._lock:
            known = self._known.get(host)
        if known and now - known[0] < _HOST_TRUST:
            return known[1]
        with session_apart(PLATFORM) as session:
            tenant = tenant_of_host(session, host)
        with self._lock:
            self._known[host] = (now, tenant)
            while len(self._known) > 4096:
                self._known.popitem(last=False)
        return tenant


def tenant_of_host(session: TenantSession, host: str) -> TenantFacts | None:
    """The active tenant that a host (lower case, no port) leads to."""
    row = session.execute(
        select(*_FACTS)
        .join(TenantHost, TenantHost.tenant_id == Tenant.id)
        .where(TenantHost.host == host, Tenant.active)
    ).first()
    return _facts(session, row) if row else None


def tenant_of_slug(session: TenantSession, slug: str) -> TenantFacts | None:
    """The active tenant of a slug, for commands and jobs."""
    row = session.execute(select(*_FACTS).where(Tenant.slug == slug, Tenant.active)).first()
    return _facts(session, row) if row else None


def tenant_of_id(session: TenantSession, tenant_id: TenantId) -> TenantFacts | None:
    """The active tenant of an id."""
    row = session.execute(select(*_FACTS).where(Tenant.id == tenant_id, Tenant.active)).first()
    return _facts(session, row) if row else None


def _facts(session: TenantSession, row: Row[*tuple[Any, ...]]) -> TenantFacts:
    host = session.scalar(
        select(TenantHost.host)
        .where(TenantHost.tenant_id == row.id)
        .order_by(TenantHost.canonical.desc(), TenantHost.host)
        .limit(1)
    )
    return TenantFacts(
        TenantId(row.id),
        row.slug,
        row.name,
        row.short_name,
        row.reference,
        as_language(row.language) or "en",
        row.timezone,
        row.hue,
        host or "",
    )


def pact_language(session: TenantSession) -> Language:
    """The language in which the pact of a session writes; one statement."""
    return as_language(session.scalar(select(Tenant.language).where(Tenant.id == session.tenant_id))) or "en"


def pacts(session: TenantSession) -> list[Row[*tuple[Any, ...]]]:
    """All active pacts with the host that leads to each, for the apex: slug, name, reference, country, language, host."""
    return list(
        session.execute(
            select(
                Tenant.slug,
                Tenant.name,
                Tenant.reference,
                Tenant.country,
                Tenant.region,
                Tenant.language,
                Tenant.hue,
                TenantHost.host,
            )
            .join(TenantHost, TenantHost.tenant_id == Tenant.id)
            .where(Tenant.active, TenantHost.canonical)
            .order_by(Tenant.country, Tenant.slug)
        )
    )


def owners_of_hosts(session: TenantSession, hosts: Collection[str]) -> list[tuple[str, str]]:
    """Those of some hosts that lead to a pact, each with the slug of that pact."""
    found = select(TenantHost.host, Tenant.slug).join(Tenant, Tenant.id == TenantHost.tenant_id)
    return [(row.host, row.slug) for row in session.execute(found.where(TenantHost.host.in_(hosts)))]


def configuration_digest() -> ScalarSelect[Any]:
    """A subquery for the digest of the bound tenant's configuration (row-level security leaves only one row)."""
    return select(TenantConfiguration.digest).limit(1).scalar_subquery()


@dataclass(frozen=True)
class Configuration:
    """A tenant's configuration as stored: its file, its head's changes, and the grant as plain values."""

    file: TenantFile
    changes: TenantChanges
    funding: Mapping[str, Any]


def configuration(session: TenantSession) -> Configuration:
    """The bound tenant's configuration."""
    row = session.execute(
        select(TenantConfiguration.declared, TenantConfiguration.changes, TenantConfiguration.funding)
    ).one()
    return Configuration(
        TenantFile.model_validate(row.declared), TenantChanges.model_validate(row.changes), row.funding
    )


class VocabularyShelf:
    """Keeps the merged words of tenants in the process, by the digest of their configuration."""

    def __init__(self, merge: Callable[[dict[str, Any], dict[str, Any]], Vocabulary], limit: int = 512) -> None:
        self._merge = merge
        self._limit = limit
        self._kept: OrderedDict[tuple[TenantId, str], Vocabulary] = OrderedDict()
        self._lock = Lock()

    def __call__(self, session: TenantSession, tenant_id: TenantId, digest: str) -> Vocabulary:
        """The tenant's words; `digest` is that of its configuration, or empty when the caller does not know it."""
        if digest:
            with self._lock:
                kept = self._kept.get((tenant_id, digest))
            if kept is not None:
                return kept
        row = session.execute(
            select(TenantConfiguration.declared, TenantConfiguration.changes, TenantConfiguration.digest)
        ).one()
        with self._lock:
            kept = self._kept.get((tenant_id, row.digest))
        merged = kept or self._merge(row.declared, row.changes)
        with self._lock:
            self._kept[(tenant_id, row.digest)] = merged
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return merged
