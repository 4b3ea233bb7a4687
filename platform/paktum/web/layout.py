"""What the layout draws around every page: navigation, the words of the pact, and values that templates may ask for."""

from typing import Any

from flask import Flask, request, url_for

from paktum.core.actors import ROLE_LABELS
from paktum.core.languages import LANGUAGES, locale_of
from paktum.core.messages import say
from paktum.core.periods import period_text
from paktum.web.context import (
    current_language,
    current_tenant_or_none,
    current_visitor,
    current_words,
    house,
)
from paktum.web.navigation import GROUPS, NavEntry, NavItem


def prepare(app: Flask) -> None:
    """Give the templates what they may ask for."""
    app.context_processor(_values)
    app.jinja_env.globals.update(
        term=_term,
        period_words=lambda period: period_text(period, current_language()),
        language_names={language: locale_of(language).get_display_name(language) or language for language in LANGUAGES},
        role_labels=ROLE_LABELS,
        demo=house_settings(app).demo,
    )


def house_settings(app: Flask) -> Any:
    """The settings an application was built with."""
    return app.extensions["paktum"].settings


def _values() -> dict[str, Any]:
    return {
        "tenant": current_tenant_or_none(),
        "visitor": current_visitor(),
        "language": current_language(),
        "navigation": navigation,
    }


def _term(code: str, form: str = "one") -> str:
    """A term of the pact in the reader's language, in one of its grammatical forms."""
    return current_words().term(code, form, current_language())  # type: ignore[arg-type]


def navigation() -> list[list[NavItem]]:
    """The places that the signed-in person may go to, by group; empty for guests."""
    visitor = current_visitor()
    if visitor is None:
        return []
    shown = [entry for entry in house().navigation if visitor.actor.may(entry.permission)]
    grouped = [[_item(entry) for entry in shown if entry.group == group] for group in GROUPS]
    return [group for group in grouped if group]


def _item(entry: NavEntry) -> NavItem:
    current = request.blueprint == entry.endpoint.partition(".")[0]
    if entry.term is not None:
        label = _term(*entry.term)
        label = label[:1].upper() + label[1:]
    else:
        label = say(entry.label, current_language()) if entry.label else ""
    return NavItem(url_for(entry.endpoint), entry.icon, label, current)
