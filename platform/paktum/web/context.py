"""What a request knows: its tenant, who is signed in, the reader's language, and the parts the house was built with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import current_app, g
from markupsafe import Markup

from paktum.core.actors import Actor, Role
from paktum.core.clock import Clock
from paktum.core.database import TenantSession, current_session
from paktum.core.errors import NotFound
from paktum.core.ids import TenantId
from paktum.core.languages import Language
from paktum.core.messages import Message
from paktum.core.settings import Settings
from paktum.core.store import FileStore
from paktum.core.subjects import Subjects
from paktum.plugin.loader import Plugins
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.fragments import FragmentCache
from paktum.web.frame import WaitingNotice
from paktum.web.navigation import NavEntry


@dataclass(frozen=True)
class TenantFacts:
    """A tenant as every page needs it; `host` is the one written into mail."""

    id: TenantId
    slug: str
    name: str
    short_name: str
    reference: str
    language: Language
    timezone: str
    hue: int
    host: str


@dataclass(frozen=True)
class Visitor:
    """Whoever is signed in at this tenant, with what is read along in the same statement."""

    actor: Actor
    email: str
    language: Language | None
    shortcuts: bool
    revision: int
    configuration_digest: str
    unread_notices: int
    open_tasks: int
    """The unfinished tasks of this person."""


class HostLookup(Protocol):
    """Finds the tenant of a host in lower case without port; None when there is none."""

    def __call__(self, host: str) -> TenantFacts | None: ...


class VocabularyLookup(Protocol):
    """Gives a tenant's words, kept until the digest of its configuration changes."""

    def __call__(self, session: TenantSession, tenant_id: TenantId, digest: str) -> Vocabulary: ...


class WaitingNotices(Protocol):
    """Gives the newest notices that a member has not read, for the top of the page."""

    def __call__(self, session: TenantSession, actor: Actor) -> tuple[WaitingNotice, ...]: ...


@dataclass(frozen=True)
class House:
    """The parts an application was built with; a test builds it with others.

    By topic of the outbox, `handlers` carry a message out, and `given_up` says in the database that one was left after its
    last attempt. `act_labels` are the words for the acts of the audit chain, by code; `subjects` what can be brought before
    a body.
    """

    settings: Settings
    clock: Clock
    store: FileStore
    tenant_of_host: HostLookup
    vocabulary_of: VocabularyLookup
    plugins: Plugins
    role_permissions: Mapping[Role, frozenset[str]]
    navigation: tuple[NavEntry, ...]
    fragments: FragmentCache[Markup]
    feeds: FragmentCache[bytes]
    handlers: Mapping[str, Callable[..., None]]
    given_up: Mapping[str, Callable[..., None]]
    job_kinds: Mapping[str, Callable[..., Any]]
    waiting_notices: WaitingNotices
    act_labels: Mapping[str, Message]
    subjects: Subjects


def house() -> House:
    """The parts of the running application."""
    return cast(House, current_app.extensions["paktum"])


def current_tenant_or_none() -> TenantFacts | None:
    """The tenant of this request's host; None on the apex."""
    return cast(TenantFacts | None, g.get("tenant"))


def current_tenant() -> TenantFacts:
    """The tenant of this request's host; raises NotFound on the apex."""
    tenant = current_tenant_or_none()
    if tenant is None:
        raise NotFound
    return tenant


def current_visitor() -> Visitor | None:
    """Who is signed in; None for a guest."""
    return cast(Visitor | None, g.get("visitor"))


def current_actor() -> Actor:
    """The signed-in person as an actor; raises NotFound for a guest (a page that needs an actor is not open to guests)."""
    visitor = current_visitor()
    if visitor is None:
        raise NotFound
    return visitor.actor


def current_words() -> Vocabulary:
    """The words, types and bodies' rules that the tenant's plugins gave it."""
    words = g.get("words")
    if words is None:
        visitor = current_visitor()
        digest = visitor.configuration_digest if visitor else ""
        words = g.words = house().vocabulary_of(current_session(), current_tenant().id, digest)
    return cast(Vocabulary, words)


def current_language() -> Language:
    """The language the reader of this request wants."""
    return cast(Language, g.get("language", "en"))


def keep_writes() -> None:
    """Commit this request's writes although it answers with a refusal (a counted sign-in attempt, for one)."""
    g.keep_writes = True
