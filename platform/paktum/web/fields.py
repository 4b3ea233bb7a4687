"""Fields that several forms use, and how what a service refuses comes back at the field."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, Optional, ValidationError

from paktum.core.errors import Invalid
from paktum.core.mail_addresses import LONGEST_ADDRESS

# Nothing of a pact lies outside these days; at the calendar's very ends there is no day before or after to reckon with.
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


def one_line(value: str | None) -> str:
    """Text on one line, single spaces, none at its ends."""
    return " ".join((value or "").split())


def paragraphs(value: str | None) -> str:
    """Text with its line breaks, without spaces at its ends."""
    return "\n".join(line.rstrip() for line in (value or "").replace("\r\n", "\n").split("\n")).strip()


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, words) pairs."""
    return [SelectChoice(value, words) for value, words in pairs]


class LineField(StringField):
    """One line of text, at most as long as a column for one holds."""

    def __init__(self, label: Any = None, validators: Any = (), longest: int = 400, **options: Any) -> None:
        too_long = Length(max=longest, message=_l("This is too long: at most %(max)d characters."))
        super().__init__(label, [*validators, too_long], filters=[one_line], **options)


class MailField(StringField):
    """A mail address that may stay empty."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        too_long = Length(max=LONGEST_ADDRESS, message=_l("This is too long: at most %(max)d characters."))
        wrong = Email(_l("This is not an e-mail address."))
        super().__init__(label, [Optional(), too_long, wrong], filters=[one_line], **options)
        self.type = StringField.__name__


class ParagraphField(TextAreaField):
    """A text of several lines."""

    def __init__(self, label: Any = None, validators: Any = (), longest: int = 4000, **options: Any) -> None:
        too_long = Length(max=longest, message=_l("This is too long: at most %(max)d characters."))
        super().__init__(label, [*validators, too_long], filters=[paragraphs], **options)


class DayField(DateField):
    """A day, in a year that a pact can have something to do with; anything else is a slip of the keyboard."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named.setdefault("invalid_value_message", _l("Write the day as year, month and day."))
        super().__init__(*arguments, **named)
        self.flags.min, self.flags.max = FIRST_DAY.isoformat(), LAST_DAY.isoformat()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError, which the field shows."""
        super().process_formdata(valuelist)
        if self.data is not None and not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            raise ValueError(_l("The year has to lie between 1900 and 2199."))


def day_from(text: str) -> date | None:
    """A day as pages send it outside a form (`2026-11-22`), or None if it is none, or none that a pact can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


class ChoiceField(SelectField):
    """A choice of a list that the view fills in; says in plain words that something else was sent."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # The form macro knows fields by their type, and this one looks like any other list of choices.
        self.type = SelectField.__name__

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError, which the field shows."""
        if not any(match for _, _, match, *_ in self.iter_choices()):
            raise ValidationError(_l("Choose one of the list."))


def put_at_fields(form: FlaskForm, failure: Invalid) -> None:
    """Show what a service refused at the fields it names, and what belongs to none above them."""
    fields = {field.name: field for field in form}
    for name, message in failure.fields.items():
        if name in fields:
            fields[name].errors = [*fields[name].errors, message]
        else:
            form.form_errors = [*form.form_errors, message]
