"""Forms of the programme: an entry, its day, its cancellation, its results, what it prepares."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from paktum.core.messages import Message
from paktum.core.periods import Precision
from paktum.web.fields import DayField, at_most, whole_number

PRECISIONS = (
    SelectChoice(Precision.DAY.value, _l("The day or days")),
    SelectChoice(Precision.MONTH.value, _l("The month")),
    SelectChoice(Precision.QUARTER.value, _l("The quarter")),
    SelectChoice(Precision.HALF_YEAR.value, _l("The half-year")),
    SelectChoice(Precision.YEAR.value, _l("The year")),
)


Choices = Sequence[tuple[str, str]]


def choices(pairs: Choices) -> list[SelectChoice]:
    """Pairs of value and label as a field takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


def _checkboxes(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )


class VersionedForm(FlaskForm):
    """A form that knows which version of the entry it was opened with."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version as a number; 0, which no entry has, when what came in is not one."""
        return whole_number(self.version.data)

    def blame(self, problems: Mapping[str, Message]) -> None:
        """Put refusals of the service beside the fields they are about, the others above the form."""
        for name, message in problems.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = (*field.errors, message)


class EntryForm(VersionedForm):
    """What a person enters about a session or an event; `opened` tells what the fields held when the form was opened."""

    opened = HiddenField()

    title = StringField(
        _l("Title"),
        validators=[InputRequired(_l("Give the entry a title.")), at_most(400)],
    )
    sequence = IntegerField(
        _l("Number"),
        validators=[
            InputRequired(_l("Enter a number.")),
            NumberRange(1, 9999, _l("The number is between 1 and 9999.")),
        ],
        description=_l("Its place in the plan; people quote it."),
    )
    body = SelectField(_l("Body"), validate_choice=False)
    types = _checkboxes(_l("Types"))
    precision = SelectField(_l("How exactly is the time known?"), choices=PRECISIONS)
    start = DayField(
        _l("Day"),
        validators=[InputRequired(_l("Choose the day."))],
        description=_l("For a month or a longer stretch: any day in it."),
    )
    end = DayField(_l("Last day"), validators=[Optional()], description=_l("Only if it takes more than one day."))
    place = StringField(_l("Place"), validators=[at_most(2000)])
    purpose = TextAreaField(_l("Purpose"), validators=[at_most(20_000)])
    results_text = TextAreaField(_l("Expected results"), validators=[at_most(20_000)])
    audiences = _checkboxes(_l("For whom"))
    other_audiences = TextAreaField(
        _l("Others it is for"), validators=[at_most(4000)], description=_l("One a line, in your own words.")
    )
    evaluates = StringField(
        _l("Interim reports it evaluates"),
        validators=[at_most(100)],
        description=_l("Their numbers, parted by commas."),
    )

    def offer(self, bodies: Choices, types: Choices, audiences: Choices) -> None:
        """Set what can be chosen, each as (value, label)."""
        self.body.choices = choices([("", "–"), *bodies])
        self.types.choices = choices(types)
        self.audiences.choices = choices(audiences)


class DayForm(VersionedForm):
    """The exact day of an entry, or the first and last."""

    day = DayField(_l("Day"), validators=[InputRequired(_l("Choose the day."))])
    last_day = DayField(_l("Last day"), validators=[Optional()], description=_l("Only if it takes more than one day."))


class CancelForm(VersionedForm):
    """Why an entry is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[InputRequired(_l("Say why it is cancelled.")), at_most(2000)],
        description=_l("It stands beside the entry in the plan and in reports."),
    )


class LinkForm(FlaskForm):
    """Another entry that this one prepares."""

    prepares = SelectField(_l("Entry that it prepares"), validate_choice=False)
