"""Every component of the design system on one page, with made-up contents, for whoever builds or checks pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, NumberRange

from paktum.core.languages import Language, as_language
from paktum.core.periods import Period
from paktum.web.access import open_to_all
from paktum.web.context import current_language
from paktum.web.dates import date_mark
from paktum.web.timeline import Lane, TimelineEntry, timeline

blueprint = Blueprint("components", __name__)

TODAY = date(2019, 6, 24)


@dataclass(frozen=True)
class SampleJob:
    """A job as the macro `progress` wants it."""

    id: str
    title: str
    state: str
    address: str = "/components"
    done: int = 0
    of: int = 0
    phrase: str = ""
    files: tuple[tuple[str, str, str], ...] = ()
    retry: str | None = None
    cancel: str | None = None


class SampleForm(Form):
    """A field of every kind that pages use; filled in wrongly, so that each way of being wrong can be seen."""

    title = StringField("Title", [InputRequired("Give the session a title.")])
    email = EmailField(
        "E-mail address", [Email("This is not an e-mail address.")], description="The invitation goes to this address."
    )
    day = DateField("Day", [InputRequired("Choose the day.")])
    seats = IntegerField("Seats with a vote", [NumberRange(1, 99, "A body has between 1 and 99 seats.")])
    body = SelectField("Body", choices=[SelectChoice("sg", "Steering Group"), SelectChoice("fo", "Employment Forum")])
    form = RadioField(
        "How it meets",
        [InputRequired("Say how the body meets.")],
        choices=[
            SelectChoice("person", "in person"),
            SelectChoice("line", "on line"),
            SelectChoice("letter", "by letter"),
        ],
    )
    purpose = TextAreaField("Purpose", description="One or two sentences; they go on the invitation.")
    minutes = FileField("Minutes")
    public = BooleanField("Show on the public page", [InputRequired("Say whether the public sees this.")])


@blueprint.get("/components")
@blueprint.get("/components/progress")
@open_to_all("shows made-up contents only, and is registered in the demo and in development alone", hosts="both")
def show() -> str:
    """All components; `?language=` shows the dates and charts of another language."""
    language = as_language(request.args.get("language")) or current_language()
    return render_template("components.html", **specimens(language))


def specimens(language: Language) -> Mapping[str, Any]:
    """What the page of components shows, with dates and charts in `language`."""
    wrong = SampleForm(data={"email": "office(at)paktum.example", "seats": 120, "purpose": "Report on the half-year"})
    wrong.validate()
    return {
        "empty_form": SampleForm(prefix="new-"),
        "wrong_form": wrong,
        "dates": _dates(language),
        "years": timeline(sample_entries(), LANES, language, TODAY),
        "jobs": JOBS,
        "page_address": "/components?page={}".format,
        "today_mark": date_mark(Period.on(TODAY), language, TODAY),
    }


def _dates(language: Language) -> Mapping[str, Any]:
    periods = {
        "late": Period.on(date(2019, 4, 24)),
        "late_month": Period.month(2019, 4),
        "today": Period.on(TODAY),
        "week": Period.on(date(2019, 6, 26)),
        "later": Period.on(date(2019, 7, 11)),
        "month": Period.month(2019, 9),
        "quarter": Period.quarter(2019, 4),
    }
    return {name: date_mark(period, language, TODAY) for name, period in periods.items()}


JOBS = (
    SampleJob("queued", "Work plan 2018–2021, PDF", "queued", cancel="#stop"),
    SampleJob(
        "running", "Half-yearly report, 2019 I", "running",
        done=3, of=5, phrase="comparing costs with the plan", cancel="#stop",
    ),
    SampleJob(
        "done",
        "Work plan 2018–2021",
        "done",
        files=(("Work plan, PDF", "#pdf", "84 kB"), ("Work plan, XLSX", "#xlsx", "19 kB")),
    ),
    SampleJob(
        "failed", "Work plan 2018–2021, PDF", "failed", retry="#again",
        phrase="The logo of the pact cannot be read as a picture. Upload it again under Settings, then try again.",
    ),
)  # fmt: skip

LANES = (
    Lane("group", "Steering Group", "Group"),
    Lane("forum", "Employment Forum", "Forum"),
    Lane("event", "Events"),
)


def _planned(lane: str, label: str, year: int, month: int, state: str = "planned", day: int = 0) -> TimelineEntry:
    plan = Period.month(year, month)
    return TimelineEntry(
        id=f"{lane}-{label}",
        label=label,
        lane=lane,
        period=Period.on(date(year, month, day)) if day else plan,
        planned=plan if day else None,
        state=state,
        state_label=state,
        address=f"/components?entry={lane}-{year}-{month}",
    )


def sample_entries() -> tuple[TimelineEntry, ...]:
    """A programme of two and a half years, with every state and precision that a chart can show."""
    return (
        TimelineEntry("f0", "founding", "forum", Period.on(date(2018, 10, 25)), "held", "held", address="/components"),
        TimelineEntry("g1", "1st SG", "group", Period.on(date(2018, 10, 29)), "held", "held", address="/components"),
        _planned("group", "2nd SG", 2019, 3, "held", 12),
        _planned("event", "Information day 1", 2019, 3, "held", 21),
        _planned("forum", "1st forum", 2019, 3, "held", 28),
        _planned("group", "3rd SG", 2019, 4, "held", 16),
        _planned("event", "Workshop 1", 2019, 4, "late"),
        _planned("event", "Study visit", 2019, 5, "cancelled"),
        _planned("event", "Business talks 1", 2019, 7, "convened", 11),
        _planned("group", "4th SG", 2019, 7),
        _planned("forum", "2nd forum", 2019, 9),
        _planned("event", "Workshop 2", 2019, 9),
        _planned("event", "Career choice days", 2019, 10),
        _planned("group", "5th SG", 2019, 10),
        TimelineEntry("q", "Survey of employers", "event", Period.quarter(2019, 4), "planned", "planned"),
        _planned("group", "6th SG", 2020, 1),
        _planned("forum", "3rd forum", 2020, 3),
        _planned("event", "Workshop 3", 2020, 3),
        _planned("group", "7th SG", 2020, 4),
        TimelineEntry("h", "Review of the strategy", "group", Period.half_year(2020, 1), "planned", "planned"),
        _planned("event", "Information day 2", 2020, 6),
    )
