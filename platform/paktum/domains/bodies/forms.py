"""Forms of bodies, seats and mandates; what a form cannot know by itself (choices, first days) the view fills in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import DataRequired, NumberRange, Optional

from paktum.web.fields import ChoiceField, DayField, LineField, MailField, ParagraphField

_DAY = _l("Enter the day.")
_SIGNS_IN_AS = _l("Signs in as")
_SIGNED_IN = _l("Whoever signs in here votes and answers invitations without the link in the mail.")


class BodyForm(FlaskForm):
    """A body; its type is asked only when it is added."""

    body_type = ChoiceField(_l("Kind of body"), choices=())
    name = LineField(_l("Name"), [DataRequired(_l("Enter the name of the body."))])
    short_name = LineField(
        _l("Short name"), longest=20, description=_l("It stands in the numbers of decisions and in narrow columns.")
    )
    parent_id = ChoiceField(_l("Stands under"), choices=())
    area = LineField(_l("Field it works on"))
    purpose = ParagraphField(_l("Purpose"), description=_l("What it is for, in a few sentences."))
    since = DayField(_l("First day"), [Optional()])
    version = HiddenField()


class SeatForm(FlaskForm):
    """A seat of a body."""

    label = LineField(_l("Name of the seat"), [DataRequired(_l("Enter what the seat is called."))])
    organisation_id = ChoiceField(_l("Organisation that holds it"), choices=())
    voting = BooleanField(_l("The seat has a vote"))
    weight = IntegerField(
        _l("Number of its votes"),
        [Optional(), NumberRange(1, 1000, _l("From 1 to 1,000."))],
        description=_l("Nearly always 1: more only where the charter weighs votes."),
    )
    since = DayField(_l("First day"), [Optional()])
    version = HiddenField()


class HandOverForm(FlaskForm):
    """Giving a seat to another organisation."""

    organisation_id = ChoiceField(_l("Organisation that takes the seat over"), choices=())
    label = LineField(_l("Name of the seat"), [DataRequired(_l("Enter what the seat is called."))])
    since = DayField(_l("From this day on"), [DataRequired(_DAY)])


class EndForm(FlaskForm):
    """The last day of a body, a seat or a mandate."""

    ended_on = DayField(_l("Last day"), [DataRequired(_DAY)])
    reason = LineField(_l("Reason"))


class MandateForm(FlaskForm):
    """A mandate to give."""

    holder = LineField(
        _l("Who holds it"),
        [DataRequired(_l("Enter who holds the mandate."))],
        description=_l("A post, such as deputy mayor. A name only where the person agreed to it."),
    )
    email = MailField(_l("E-mail address"), description=_l("Invitations go here; the other members do not see it."))
    membership = ChoiceField(_SIGNS_IN_AS, choices=(), default="", description=_SIGNED_IN)
    office = ChoiceField(_l("Office"), choices=())
    seat = ChoiceField(_l("Seat"), choices=())
    since = DayField(_l("First day"), [DataRequired(_DAY)])


class ReplaceForm(FlaskForm):
    """A successor in one step."""

    holder = LineField(_l("Who follows"), [DataRequired(_l("Enter who holds the mandate."))])
    email = MailField(_l("E-mail address"), description=_l("Invitations go here; the other members do not see it."))
    membership = ChoiceField(_SIGNS_IN_AS, choices=(), default="", description=_SIGNED_IN)
    since = DayField(_l("From this day on"), [DataRequired(_DAY)])
    reason = LineField(_l("Reason for the change"))


class CorrectForm(FlaskForm):
    """Correcting a slip in a mandate."""

    holder = LineField(_l("Who holds it"), [DataRequired(_l("Enter who holds the mandate."))])
    email = MailField(_l("E-mail address"), description=_l("Invitations go here; the other members do not see it."))
    membership = ChoiceField(_SIGNS_IN_AS, choices=(), default="", description=_SIGNED_IN)
    since = DayField(_l("First day"), [Optional()])
