"""The calendar: lists of what comes and what was, addresses to subscribe to, and the feeds behind these."""

import re
import uuid

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.errors import NotFound
from paktum.core.icalendar import MEDIA_TYPE
from paktum.domains.programme import service
from paktum.domains.programme.calendar_page import VIEWS, View, calendar_page, day_of
from paktum.domains.programme.calendars import calendar_name, plan_calendar
from paktum.domains.programme.queries import Feed, FeedRow, feed, feed_rows, feeds, plan_rows
from paktum.domains.programme.rules import feed_secret, is_feed_secret
from paktum.domains.programme.views.plan import reader, today
from paktum.domains.programme.wording import meets
from paktum.web.access import open_to_all, requires
from paktum.web.context import (
    current_actor,
    current_tenant,
    current_words,
    house,
)
from paktum.web.fields import id_given
from paktum.web.kept import kept

blueprint = Blueprint("calendar", __name__, template_folder="../templates")
# The first number rises when the way entries are written changes, so that programs ask for all of it again.
_TAG = "v1-r"
_REVISION = re.compile(rf'"{_TAG}([0-9]{{1,18}})"')


@blueprint.get("/calendar")
@requires("programme.read")
def show() -> ResponseReturnValue:
    """What comes next, a month, a year, or what was; `at` names the month or year."""
    chosen = request.args.get("view", "next")
    view: View = next((each for each in VIEWS if each == chosen), "next")
    at = day_of(request.args.get("at", ""), today())

    def make() -> str:
        for_reader = reader()
        return current_app.jinja_env.get_template("programme/calendar_inner.html").render(
            page=calendar_page(plan_rows(current_session()), view, at, for_reader),
            view=view,
            content_lang=for_reader.words.language if for_reader.words.language != for_reader.language else None,
        )

    return render_template("programme/calendar.html", inner=kept("calendar", make, view, at))


@blueprint.get("/calendar/addresses")
@requires("programme.subscribe")
def addresses() -> ResponseReturnValue:
    """The addresses that calendar programs subscribe to."""
    words = current_words()
    rows = [
        (row, _address(row) if row.id else None)
        for row in feeds(current_session())
        if row.id or row.body_id is None or meets(row.body_type, words)
    ]
    return render_template(
        "programme/addresses.html", rows=rows, may_renew=current_actor().may("programme.renew_addresses")
    )


def _address(row: FeedRow) -> str:
    tenant, settings = current_tenant(), house().settings
    if row.id is None:
        raise NotFound
    secret = feed_secret(settings.secret_key, tenant.id, row.id, row.generation)
    return settings.origin_of(tenant.host) + url_for("calendar.subscribed", feed_id=row.id, secret=secret)


@blueprint.post("/calendar/addresses")
@requires("programme.subscribe")
def make_address() -> ResponseReturnValue:
    """Make the address of the pact's calendar, or of a body's (`body`: its id)."""
    body_id = id_given(request.form.get("body")) if request.form.get("body") else None
    made = service.get_or_create_feed(current_session(), house().clock, current_actor(), body_id)
    return redirect(url_for("calendar.addresses") + f"#feed-{made}", 303)


@blueprint.post("/calendar/addresses/<uuid:feed_id>/renew")
@requires("programme.renew_addresses")
def renew(feed_id: uuid.UUID) -> ResponseReturnValue:
    """End an address and make a new one."""
    service.renew_feed(current_session(), house().clock, current_actor(), feed_id)
    return redirect(url_for("calendar.addresses") + f"#feed-{feed_id}", 303)


@blueprint.get("/calendar/<uuid:feed_id>/<secret>.ics")
@open_to_all("calendar programs cannot sign in; the secret in the address stands for the reader")
def subscribed(feed_id: uuid.UUID, secret: str) -> ResponseReturnValue:
    """A feed for calendar programs; what they know already is not sent again."""
    tenant, settings = current_tenant(), house().settings
    found = feed(current_session(), feed_id)
    if not is_feed_secret(secret, settings.secret_key, tenant.id, feed_id, found.generation):
        raise NotFound
    if found.revision == _known_revision():
        response = Response(status=304)
    else:
        # All that the feed is made of: entries and words by revision and configuration, and the facts of the pact.
        key = (tenant.id, found.revision, feed_id, found.configuration_digest, tenant)
        response = Response(house().feeds.get(key, lambda: _feed_content(found)), content_type=MEDIA_TYPE)
    response.headers["ETag"] = f'"{_TAG}{found.revision}"'
    response.headers["Cache-Control"] = "private, max-age=900"
    return response


def _feed_content(found: Feed) -> bytes:
    tenant, session = current_tenant(), current_session()
    words = house().vocabulary_of(session, tenant.id, found.configuration_digest)
    return plan_calendar(
        feed_rows(session, found),
        words,
        name=calendar_name(tenant.name, found.body, tenant.language),
        origin=house().settings.origin_of(tenant.host),
        language=tenant.language,
    )


def _known_revision() -> int | None:
    """The revision that the asking program has already (RFC 9110, 13.1.2)."""
    for tag in request.headers.get("If-None-Match", "").split(","):
        match = _REVISION.fullmatch(tag.strip().removeprefix("W/"))
        if match:
            return int(match.group(1))
    return None
