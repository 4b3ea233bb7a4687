"""Parts of pages that are kept until something changes, under a key that no page has to put together itself."""

from collections.abc import Callable, Hashable
from typing import Final

from markupsafe import Markup

from paktum.core.clock import today_in
from paktum.web.context import current_language, current_tenant, current_visitor, house

_FIELD_OF_TOKEN: Final = 'name="csrf_token"'  # noqa: S105  (the field's name)


def kept(name: str, make: Callable[[], str], *depends: Hashable) -> Markup:
    """The HTML that `make` renders, from the last time if nothing has changed since.

    The key holds the tenant, its revision and its configuration, the reader's language and role, and the pact's day;
    `depends` is whatever else the HTML depends on. RuntimeError when it holds a form's token: give the form an id, and
    print its token outside with the macro `csrf_of`.
    Guests get it made anew: nothing was read that says whether the kept one is stale.
    """
    visitor, tenant = current_visitor(), current_tenant()
    if visitor is None:
        return _markup(make)
    day = today_in(house().clock, tenant.timezone)
    reading = (visitor.configuration_digest, current_language(), visitor.actor.role, day)
    key = (tenant.id, visitor.revision, name, reading, depends)
    return house().fragments.get(key, lambda: _markup(make))


def _markup(make: Callable[[], str]) -> Markup:
    html = make()
    if _FIELD_OF_TOKEN in html:
        raise RuntimeError("a part of a page that is kept holds a form's token, which belongs to one browser")
    return Markup(html)  # noqa: S704  (rendered by the escaping template environment)
