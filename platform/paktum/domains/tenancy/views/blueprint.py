"""The blueprint of the tenant's own pages, and what all of them need: the configuration with the origin of each value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from markupsafe import Markup

from paktum.core.database import current_session
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.domains.tenancy.queries import Configuration, configuration
from paktum.plugin.loader import Sourced
from paktum.plugin.registry import Origin, merge
from paktum.plugin.source import Source
from paktum.plugin.specs import Named, TenantChanges, Words
from paktum.plugin.vocabulary import Said, Vocabulary
from paktum.web.context import current_language, house
from paktum.web.entry import local_address
from paktum.web.layout import said

blueprint = Blueprint("tenancy", __name__, template_folder="../templates")


@dataclass(frozen=True)
class Given:
    """The tenant's configuration, the words it comes to, and where each value comes from."""

    stored: Configuration
    words: Vocabulary
    origins: Mapping[str, Origin]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which the pact names things: its own, and English."""
        own = self.stored.file.language
        return (own,) if own == "en" else (own, "en")

    def said(self, words: Words) -> Said:
        """Words for the reader."""
        return self.words.say(words, current_language())

    def name(self, item: Named) -> Said:
        """The name of a kind, for the reader."""
        return self.said(item.names)

    def origin(self, key: str) -> Message | Markup:
        """Who said a value: the platform, the tenant's file, or a plugin by its name."""
        origin = self.origins.get(key)
        if origin is None:
            return msg("platform")
        plugin = house().plugins.by_code.get(str(origin.by.values.get("code")))
        return said(self.said(plugin.pack.names)) if plugin else origin.by

    def is_own(self, key: str) -> bool:
        """Whether the head changed a value on these pages."""
        origin = self.origins.get(key)
        return origin is not None and not origin.line and origin.by == msg("tenant's own change")


def given() -> Given:
    """The configuration of the present tenant."""
    stored = configuration(current_session())
    origins: dict[str, Origin] = {}
    file = Sourced(stored.file, Source("tenant.toml"))
    return Given(stored, merge(house().plugins, file, stored.changes, origins), origins)


def without_changes(stored: Configuration) -> Vocabulary:
    """The words as they would be without the head's changes."""
    return merge(house().plugins, Sourced(stored.file, Source("tenant.toml")), TenantChanges())


@blueprint.app_context_processor
def _values() -> dict[str, Any]:
    return {"settings_tabs": _tabs}


def _tabs(current: str) -> list[tuple[Message, str, bool]]:
    """The pages of the settings as tabs."""
    pages = (
        ("tenancy.settings", msg("Facts")),
        ("tenancy.words", msg("Words")),
        ("tenancy.body_types", msg("Kinds of bodies")),
        ("tenancy.event_types", msg("Kinds of events")),
        ("tenancy.audiences", msg("Audiences")),
        # A page of a domain above, which stands among the settings.
        ("tenancy_papers.word_templates", msg("Word templates")),
        ("tenancy.changes", msg("Own changes")),
    )
    return [(label, url_for(name), name.partition(".")[2] == current) for name, label in pages]


def next_address(asked: str | None, otherwise: str) -> str:
    """Where to go on to after a change: the page that asked, if it is one of this host."""
    return local_address(asked) or otherwise
