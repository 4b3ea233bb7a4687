"""The page of the whole programme, and the same list as a file."""

from datetime import date

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from paktum.core.clock import today_in
from paktum.core.database import current_session
from paktum.core.icalendar import MEDIA_TYPE
from paktum.core.tabular import CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE, csv_bytes, xlsx_bytes
from paktum.domains.programme.calendars import plan_calendar
from paktum.domains.programme.filters import PlanFilters
from paktum.domains.programme.plan_page import Reader, plan_page
from paktum.domains.programme.queries import plan_rows
from paktum.domains.programme.sheets import sheet_header, sheet_rows
from paktum.domains.programme.wording import capital
from paktum.web.access import requires
from paktum.web.context import (
    current_actor,
    current_language,
    current_tenant,
    current_words,
    house,
)
from paktum.web.kept import kept
from paktum.web.layout import term

blueprint = Blueprint("programme", __name__, template_folder="../templates")


def today() -> date:
    """The day it is at the pact."""
    return today_in(house().clock, current_tenant().timezone)


def reader() -> Reader:
    """For whom this request's page is shaped."""
    return Reader(current_words(), current_language(), today())


@blueprint.get("/programme")
@requires("programme.read")
def plan() -> ResponseReturnValue:
    """The programme: figures, time line, filters and list; the filters stand in the address."""
    filters = PlanFilters.of(request.args)
    may_write = current_actor().may("programme.write")
    title = capital(term("work_programme"))

    def make() -> str:
        return current_app.jinja_env.get_template("programme/plan_inner.html").render(
            page=plan_page(plan_rows(current_session()), filters, reader()),
            filters=filters,
            title=title,
            list_title=f"{capital(term('session', 'many'))}, {term('event', 'many')}",
            expected_title=capital(term("expected_result")),
            files={
                form: url_for("programme.plan_file", form=form) + filters.query() for form in ("xlsx", "csv", "ics")
            },
            orders={
                order: url_for("programme.plan") + filters.query(order=order) + "#list" for order in ("date", "kind")
            },
            page_address=lambda number: url_for("programme.plan") + filters.query(page=number) + "#list",
            may_write=may_write,
        )

    # A search is for one person and one moment: kept, it would only push out what many read.
    inner = Markup(make()) if filters.text else kept("programme", make, filters)  # noqa: S704  (the template escapes)
    return render_template("programme/plan.html", title=title, inner=inner)


@blueprint.get("/programme/plan.<any(xlsx, csv, ics):form>")
@requires("programme.read")
def plan_file(form: str) -> ResponseReturnValue:
    """The list with its filters as a workbook, as CSV or as a calendar."""
    for_reader, tenant = reader(), current_tenant()
    words, language = for_reader.words, for_reader.language
    rows = PlanFilters.of(request.args).apply(plan_rows(current_session()), for_reader.today)
    title = capital(term("work_programme"))
    if form == "ics":
        # A calendar goes to other people: it is in the pact's language.
        origin = house().settings.origin_of(tenant.host)
        content = plan_calendar(rows, words, name=tenant.name, origin=origin, language=words.language)
        return attachment(content, MEDIA_TYPE, f"{tenant.slug}.ics")
    header, cells = sheet_header(language), sheet_rows(rows, words, language, for_reader.today)
    if form == "csv":
        return attachment(csv_bytes(header, cells, language), CSV_MEDIA_TYPE, f"{tenant.slug}-programme.csv")
    content = xlsx_bytes(title, header, cells, language, made_at=house().clock.now())
    return attachment(content, XLSX_MEDIA_TYPE, f"{tenant.slug}-programme.xlsx")


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep; `name` is ASCII."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
