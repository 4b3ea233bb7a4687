"""The first page: of a pact, what is to be done today; of the installation, the list of its pacts."""

import uuid
from functools import partial

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from paktum.core.actors import authorise
from paktum.core.clock import today_in
from paktum.core.database import current_session
from paktum.core.due import Urgency
from paktum.core.errors import NotFound
from paktum.core.messages import msg
from paktum.domains.desk.apex_page import countries
from paktum.domains.desk.queries import own_jobs
from paktum.domains.desk.sources import all_due_items
from paktum.domains.desk.today_page import list_page, today_page
from paktum.domains.people.views.gate import sign_in
from paktum.domains.programme.plan_page import Reader
from paktum.domains.programme.queries import plan_rows
from paktum.domains.programme.wording import capital
from paktum.domains.tenancy.queries import pacts
from paktum.web.access import open_to_all, requires
from paktum.web.context import (
    Visitor,
    current_actor,
    current_language,
    current_tenant,
    current_tenant_or_none,
    current_visitor,
    current_words,
    house,
)
from paktum.web.dates import long_day
from paktum.web.kept import kept
from paktum.web.layout import term
from paktum.web.paging import page_asked_for

blueprint = Blueprint("desk", __name__, template_folder="templates")


@blueprint.get("/")
@open_to_all("the installation's own host lists the pacts; a pact's host shows a guest its sign-in", hosts="both")
def home() -> ResponseReturnValue:
    """Today for whoever is signed in, the sign-in for guests of a pact, the pacts for guests of the installation."""
    if current_tenant_or_none() is None:
        return _apex()
    visitor = current_visitor()
    if visitor is None:
        return sign_in()
    authorise(visitor.actor, "desk.see")
    return _today(visitor)


def _today(visitor: Visitor) -> ResponseReturnValue:
    actor, today = visitor.actor, today_in(house().clock, current_tenant().timezone)

    def make() -> str:
        session = current_session()
        reader = Reader(current_words(), current_language(), today)
        plan = plan_rows(session)
        jobs = own_jobs(session, actor.membership_id)
        page = today_page(all_due_items(session, plan, reader, actor), plan, jobs, reader, _job_address)
        return current_app.jinja_env.get_template("desk/today_inner.html").render(
            page=page,
            day=long_day(today, reader.language),
            may_write=actor.may("programme.write"),
            programme=capital(term("work_programme")),
        )

    return render_template("desk/today.html", inner=kept("today", make, actor.membership_id))


@blueprint.get("/today/<any(late, due):urgency>")
@requires("desk.see")
def listed(urgency: str) -> ResponseReturnValue:
    """All that is late, or all that is due this week: what Today had no room for."""
    actor, wanted, number = current_actor(), Urgency(urgency), page_asked_for(request.args)
    title = msg("What is late") if wanted is Urgency.LATE else msg("Due this week")

    def make() -> str:
        session = current_session()
        reader = Reader(current_words(), current_language(), today_in(house().clock, current_tenant().timezone))
        items = all_due_items(session, plan_rows(session), reader, actor)
        page = list_page(items, wanted, number, reader)
        if number > 1 and not page.lines:
            raise NotFound
        return current_app.jinja_env.get_template("desk/listed_inner.html").render(
            page=page, title=title, address=partial(_list_address, urgency)
        )

    return render_template(
        "desk/listed.html", inner=kept("listed", make, actor.membership_id, wanted, number), title=title
    )


def _list_address(urgency: str, page: int) -> str:
    return url_for("desk.listed", urgency=urgency, page=page)


def _job_address(run_id: uuid.UUID) -> str:
    return url_for("jobs.job", run_id=run_id)


def _apex() -> ResponseReturnValue:
    settings = house().settings
    listed = countries(pacts(current_session()), current_language(), settings.origin_of)
    return render_template("desk/pacts.html", countries=listed)
