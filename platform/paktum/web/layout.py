"""What the layout draws around every page: the frame, the words of the pact, and values that templates may ask for."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from markupsafe import Markup, escape

from paktum.core.actors import ROLE_LABELS
from paktum.core.database import current_session
from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.core.periods import Period, period_text
from paktum.plugin.specs import Form
from paktum.plugin.vocabulary import Said
from paktum.web.accent import DEFAULT_HUE
from paktum.web.addresses import address_of, prepare_addresses
from paktum.web.context import (
    House,
    Visitor,
    current_language,
    current_tenant_or_none,
    current_visitor,
    current_words,
    house,
)
from paktum.web.dates import instant_text
from paktum.web.frame import Frame, WaitingNotice
from paktum.web.navigation import GROUPS, NavEntry, NavItem
from paktum.web.notices import told
from paktum.web.sentences import put_into_words

# A longer name would take the top bar's height several times over; papers and the settings have it whole.
_LONGEST_BRAND = 64
_NAME = msg("Paktum, the network of employment pacts")


def prepare(app: Flask) -> None:
    """Give the templates what they may ask for."""
    parts: House = app.extensions["paktum"]
    prepare_addresses(app)
    app.context_processor(_values)
    put_into_words(app.jinja_env)
    app.jinja_env.globals.update(
        term=term,
        term_after=_term_after,
        period_words=_period_words,
        day_words=_day_words,
        notices_told=told,
        may=_may,
        said=said,
        content_lang=_content_lang,
        content_lang_code=_content_lang_code,
        instant=_instant,
        page_address=_page_address,
        role_labels=ROLE_LABELS,
        demo=parts.settings.demo,
    )


def _values() -> dict[str, Any]:
    return {"language": current_language(), "frame": frame()}


def frame() -> Frame:
    """The frame of the present page: the pact's own on its hosts, the network's on the apex."""
    tenant, visitor = current_tenant_or_none(), current_visitor()
    if tenant is None:
        return Frame(
            brand=say(_NAME, current_language()),
            home="/",
            hue=DEFAULT_HUE,
            language_address=address_of("people.language"),
        )
    return Frame(
        brand=tenant.name if len(tenant.name) <= _LONGEST_BRAND else tenant.short_name,
        brand_note=tenant.reference,
        brand_lang=tenant.language if tenant.language != current_language() else None,
        home="/",
        hue=tenant.hue,
        navigation=navigation(),
        language_address=address_of("people.language"),
        account_label=visitor.actor.post if visitor else "",
        account_address=address_of("people.account") if visitor else None,
        sign_in_address=None if visitor or request.path in ("/", "/sign-in") else address_of("people.sign_in"),
        sign_out_address=address_of("people.sign_out") if visitor else None,
        notices_address=address_of("notices.notices") if visitor else None,
        unread=visitor.unread_notices if visitor else 0,
        notices=_waiting(visitor),
        shortcuts=visitor.shortcuts if visitor else True,
    )


def _waiting(visitor: Visitor | None) -> tuple[WaitingNotice, ...]:
    # Their number was read along with the visitor: most pages ask for nothing more.
    if visitor is None or not visitor.unread_notices or request.blueprint == "notices":
        return ()
    return house().waiting_notices(current_session(), visitor.actor)


def navigation() -> tuple[tuple[NavItem, ...], ...]:
    """The places that the signed-in person may go to, by group; empty for guests."""
    visitor = current_visitor()
    if visitor is None:
        return ()
    shown = [entry for entry in house().navigation if visitor.actor.may(entry.permission)]
    grouped = (tuple(_item(entry, visitor) for entry in shown if entry.group == group) for group in GROUPS)
    return tuple(group for group in grouped if group)


def _item(entry: NavEntry, visitor: Visitor) -> NavItem:
    name, here = entry.endpoint.partition(".")[0], request.blueprint or ""
    # A domain's further blueprints are named after its first: programme, programme_import.
    current = here == name or here.startswith(f"{name}_") or here in entry.also
    if entry.term is not None:
        label = term(*entry.term)
        label = label[:1].upper() + label[1:]
    else:
        label = say(entry.label, current_language()) if entry.label else ""
    waiting = entry.waiting(visitor) if entry.waiting else 0
    return NavItem(address_of(entry.endpoint), entry.icon, label, current, count=waiting)


def term(code: str, form: Form = "one") -> str:
    """A term of the pact in the reader's language, in one of its grammatical forms."""
    return current_words().term(code, form, current_language())


def _term_after(number: int, code: str) -> str:
    return current_words().term_after(number, code, current_language())


def _period_words(period: Period) -> str:
    return period_text(period, current_language())


def _day_words(day: date) -> str:
    return period_text(Period.on(day), current_language())


def _may(permission: str) -> bool:
    """Whether the reader may do something: pages offer only what would be let through."""
    visitor = current_visitor()
    return visitor is not None and visitor.actor.may(permission)


def _content_lang_code() -> Language | None:
    """The language of what people of the pact wrote, where that is not the page's."""
    tenant = current_tenant_or_none()
    return tenant.language if tenant and tenant.language != current_language() else None


def _content_lang() -> Markup:
    """The same as an attribute, for the tag around such a text."""
    code = _content_lang_code()
    return Markup(' lang="{}"').format(code) if code else Markup("")


def said(words: Said) -> Markup:
    """A text of a plugin or of the pact, marked with its language where that is not the page's."""
    if words.language == current_language():
        return escape(words.text)
    return Markup('<span lang="{}">{}</span>').format(words.language, words.text)


def _instant(instant: datetime) -> str:
    tenant = current_tenant_or_none()
    return instant_text(instant, tenant.timezone if tenant else "UTC", current_language())


def _page_address(number: int) -> str:
    """The present list's address with its filters, at another page."""
    arguments = {**request.args.to_dict(), "page": number}
    return f"{request.path}?{urlencode(arguments)}"
