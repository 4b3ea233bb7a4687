"""The form of a charter: rules as fields, fields as rules, and what the schema refuses back at the field."""

from typing import Any, Final, get_args

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import DataRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.plugin.problems import findings_of
from paktum.plugin.specs import CharterRules, HoldingForm
from paktum.web.fields import ChoiceField, DayField, LineField, options

_SHARES: Final = ("1/4", "1/3", "1/2", "3/5", "2/3", "3/4", "1")
_AS_NEEDED: Final = "as_needed"
_EVERY_MONTHS: Final = "every_months"


def _shares(nothing: Any = None) -> list[tuple[str, Any]]:
    shown: list[tuple[str, Any]] = [] if nothing is None else [("", nothing)]
    return [*shown, *((share, share if share != "1" else _l("all")) for share in _SHARES)]


_SPANS: Final = [("days", _l("days")), ("working_days", _l("working days"))]
_MAJORITIES: Final = [
    ("simple", _l("more for than against")),
    ("absolute", _l("more than half")),
    ("two_thirds", _l("two thirds or more")),
]
_BALLOTS: Final = [
    ("open", _l("open unless decided otherwise")),
    ("secret", _l("secret unless decided otherwise")),
]
_OF: Final = [("present", _l("of the votes present")), ("all", _l("of all votes of the body"))]


class CharterForm(FlaskForm):
    """All rules of a charter that a pact sets for itself."""

    valid_from = DayField(_l("The rules hold from"), [DataRequired(_l("Enter the day."))])
    source = LineField(
        _l("Where they come from"), description=_l("Such as the number of the decision that adopted them.")
    )
    meets = ChoiceField(
        _l("How often it meets"),
        choices=options(
            [
                (_AS_NEEDED, _l("as often as it needs to")),
                (_EVERY_MONTHS, _l("once in so many months")),
                ("month", _l("so many times in each month")),
                ("quarter", _l("so many times in each quarter of the year")),
                ("half_year", _l("so many times in each half-year")),
                ("year", _l("so many times a year")),
            ]
        ),
    )
    meets_number = IntegerField(_l("How many"), [Optional(), NumberRange(1, 60, _l("From 1 to 60."))])
    notice = IntegerField(_l("Notice of a session"), [NumberRange(0, 260, _l("From 0 to 260."))])
    notice_unit = ChoiceField(_l("counted in"), choices=options(_SPANS))
    forms = SelectMultipleField(
        _l("How it can decide"),
        [DataRequired(_l("Choose at least one way."))],
        choices=options(
            [
                ("present", _l("in person")),
                ("remote", _l("by telephone or video")),
                ("mixed", _l("some in the room, others by telephone or video")),
                ("circular", _l("in writing, without a session")),
            ]
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    circular = ChoiceField(
        _l("A vote in writing counts when this share takes part"), choices=options(_shares(_l("not used")))
    )
    circular_more = BooleanField(_l("more than that share"))
    quorum = ChoiceField(_l("Share that has to be present"), choices=options(_shares()))
    quorum_more = BooleanField(_l("more than that share"))
    quorum_of = ChoiceField(
        _l("counted over"), choices=options([("votes", _l("the votes")), ("seats", _l("all seats"))])
    )
    second = ChoiceField(
        _l("After a second convening"),
        choices=options([("", _l("the same share")), ("0", _l("those who are there")), *_shares()]),
    )
    ordinary = ChoiceField(_l("A decision needs"), choices=options(_MAJORITIES))
    ordinary_of = ChoiceField(_l("counted over"), choices=options(_OF))
    qualified = ChoiceField(_l("A qualified majority is"), choices=options(_MAJORITIES))
    qualified_of = ChoiceField(_l("counted over"), choices=options(_OF))
    tie = ChoiceField(
        _l("When the votes are equal"),
        choices=options([("chair_decides", _l("the chair decides")), ("rejected", _l("the motion is rejected"))]),
    )
    ballot = ChoiceField(_l("Votes are"), choices=options(_BALLOTS))
    proxies = IntegerField(
        _l("Absent members that one member can vote for"),
        [NumberRange(0, 20, _l("From 0 to 20."))],
        description=_l("0: nobody can vote for somebody else."),
    )
    substitutes = IntegerField(_l("Substitutes of a seat"), [NumberRange(0, 5, _l("From 0 to 5."))])
    minutes = IntegerField(_l("The minutes are ready within"), [NumberRange(0, 260, _l("From 0 to 260."))])
    minutes_unit = ChoiceField(_l("counted in"), choices=options(_SPANS))
    numbering = LineField(
        _l("Numbers of decisions"),
        [DataRequired(_l("Enter how decisions are numbered."))],
        longest=100,
        description=_l("{n} is the number; {year}, {month}, {month_roman}, {day} and {body} may stand beside it."),
    )
    restarts = ChoiceField(
        _l("The numbers"), choices=options([("year", _l("begin again every year")), ("never", _l("run on and on"))])
    )


# Where each rule of the schema stands in the form; a longer path counts as its beginning.
_FIELD_OF: Final[dict[tuple[str, ...], str]] = {
    ("frequency",): "meets_number",
    ("notice",): "notice",
    ("forms",): "forms",
    ("circular",): "circular",
    ("quorum", "second_share"): "second",
    ("quorum",): "quorum",
    ("ordinary",): "ordinary",
    ("qualified",): "qualified",
    ("proxies",): "proxies",
    ("substitutes_per_seat",): "substitutes",
    ("minutes_due",): "minutes",
    ("numbering", "pattern"): "numbering",
    ("numbering",): "restarts",
}


def values_of(rules: CharterRules) -> dict[str, Any]:
    """What the form shows for rules."""
    frequency, circular = rules.frequency, rules.circular
    meets, number = _AS_NEEDED, None
    if frequency is not None and frequency.every_months is not None:
        meets, number = _EVERY_MONTHS, frequency.every_months
    elif frequency is not None:
        meets, number = frequency.per or _AS_NEEDED, frequency.times
    return {
        "meets": meets,
        "meets_number": number,
        "notice": rules.notice.days if rules.notice.days is not None else rules.notice.working_days,
        "notice_unit": "days" if rules.notice.days is not None else "working_days",
        "forms": list(rules.forms),
        "circular": circular.share if circular else "",
        "circular_more": bool(circular and circular.strictly_more),
        "quorum": rules.quorum.share,
        "quorum_more": rules.quorum.strictly_more,
        "quorum_of": rules.quorum.of,
        "second": rules.quorum.second_share or "",
        "ordinary": rules.ordinary.rule,
        "ordinary_of": rules.ordinary.of,
        "qualified": rules.qualified.rule,
        "qualified_of": rules.qualified.of,
        "tie": rules.tie,
        "ballot": rules.ballot,
        "proxies": rules.proxies.most_per_holder,
        "substitutes": rules.substitutes_per_seat,
        "minutes": rules.minutes_due.days if rules.minutes_due.days is not None else rules.minutes_due.working_days,
        "minutes_unit": "days" if rules.minutes_due.days is not None else "working_days",
        "numbering": rules.numbering.pattern,
        "restarts": rules.numbering.restarts,
    }


def offer_present_shares(form: CharterForm, rules: CharterRules) -> None:
    """Let the choices contain a share that the present rules use, although it is a rare one."""
    for name, share in (
        ("quorum", rules.quorum.share),
        ("second", rules.quorum.second_share),
        ("circular", rules.circular.share if rules.circular else None),
    ):
        field = form[name]
        if share and share not in {code for code, *_ in field.iter_choices()}:
            field.choices = [*field.choices, *options([(share, share)])]


def rules_of(form: CharterForm, before: CharterRules) -> CharterRules:
    """The rules that a form says; joint sessions stay as they were before. Raises Invalid by the form's fields."""
    problems: dict[str, Message] = {}
    if form.meets.data != _AS_NEEDED and form.meets_number.data is None:
        problems["meets_number"] = msg("Enter how many.")
    if "circular" in form.forms.data and not form.circular.data:
        problems["circular"] = msg("Choose the share, because votes in writing are held.")
    if problems:
        raise Invalid(problems)
    try:
        return CharterRules.model_validate(_raw(form, before))
    except ValidationError as error:
        for finding in findings_of(error, CharterRules):
            problems.setdefault(_field_of(finding.path), finding.message)
        raise Invalid(problems) from error


def _field_of(path: tuple[str | int, ...]) -> str:
    names = tuple(str(part) for part in path)
    return next((field for start, field in _FIELD_OF.items() if names[: len(start)] == start), "")


def _raw(form: CharterForm, before: CharterRules) -> dict[str, Any]:
    number = form.meets_number.data
    frequency: dict[str, Any] | None = {"times": number, "per": form.meets.data}
    if form.meets.data == _AS_NEEDED:
        frequency = None
    elif form.meets.data == _EVERY_MONTHS:
        frequency = {"every_months": number}
    circular = None
    if "circular" in form.forms.data:
        circular = {"share": form.circular.data, "strictly_more": form.circular_more.data}
    ways = tuple(way for way in get_args(HoldingForm) if way in (form.forms.data or ()))
    return {
        "frequency": frequency,
        "joint_sessions": [joint.model_dump() for joint in before.joint_sessions],
        "notice": {form.notice_unit.data: form.notice.data},
        "forms": ways,
        "quorum": {
            "share": form.quorum.data,
            "strictly_more": form.quorum_more.data,
            "of": form.quorum_of.data,
            "second_share": form.second.data or None,
        },
        "ordinary": {"rule": form.ordinary.data, "of": _measured(form.ordinary.data, form.ordinary_of.data)},
        "qualified": {"rule": form.qualified.data, "of": _measured(form.qualified.data, form.qualified_of.data)},
        "tie": form.tie.data,
        "proxies": {"allowed": form.proxies.data > 0, "most_per_holder": form.proxies.data},
        "substitutes_per_seat": form.substitutes.data,
        "ballot": form.ballot.data,
        "circular": circular,
        "minutes_due": {form.minutes_unit.data: form.minutes.data},
        "numbering": {"pattern": form.numbering.data, "restarts": form.restarts.data},
    }


def _measured(majority: str, of: str) -> str:
    """A simple majority compares the votes for and against, whatever else was chosen."""
    return "present" if majority == "simple" else of
