"""Fields that several forms use, and how what a service refuses comes back at the field."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import as_id
from paktum.core.mail_addresses import LONGEST_ADDRESS, mail_address
from paktum.core.periods import FIRST_YEAR, LAST_YEAR


def one_line(value: str | None) -> str:
    """Text on one line, single spaces, none at its ends."""
    return " ".join((value or "").split())


def paragraphs(value: str | None) -> str:
    """Text with its line breaks, without spaces at its ends."""
    return "\n".join(line.rstrip() for line in (value or "").replace("\r\n", "\n").split("\n")).strip()


def at_most(characters: int) -> Length:
    """Refuses a longer text, in words of the catalogues."""
    return Length(max=characters, message=_l("This is too long: at most %(max)d characters."))


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """The number that a form sends as text, such as a version; `otherwise` when it is none, or longer than any here.

    `²` is a digit to Python, and no number.
    """
    given = (text or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise


def id_given(text: str | None) -> uuid.UUID:
    """The id that a form or an address sends. Raises NotFound for anything else, as for an id that is not there."""
    found = as_id(text)
    if found is None:
        raise NotFound
    return found


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, words) pairs."""
    return [SelectChoice(value, words) for value, words in pairs]


def an_address(_form: Any, field: Any) -> None:
    """Refuse what is no mail address."""
    if field.data and mail_address(field.data) is None:
        raise ValidationError(_l("This is not an e-mail address."))


class LineField(StringField):
    """One line of text, at most as long as a column for one holds."""

    def __init__(self, label: Any = None, validators: Any = (), longest: int = 400, **options: Any) -> None:
        super().__init__(label, [*validators, at_most(longest)], filters=[one_line], **options)


class MailField(StringField):
    """A mail address that may stay empty."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, [Optional(), at_most(LONGEST_ADDRESS), an_address], filters=[one_line], **options)
        self.type = StringField.__name__


class ParagraphField(TextAreaField):
    """A text of several lines."""

    def __init__(self, label: Any = None, validators: Any = (), longest: int = 4000, **options: Any) -> None:
        super().__init__(label, [*validators, at_most(longest)], filters=[paragraphs], **options)


class DayField(DateField):
    """A day of a year that a plan can speak of."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        options.setdefault("invalid_value_message", _l("Write the day as year, month and day."))
        super().__init__(label, [*validators, _in_these_years], **options)
        # The form macro knows fields by their type.
        self.type = DateField.__name__


def _in_these_years(_form: Any, field: Any) -> None:
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("The time is between %(first)d and %(last)d.", first=FIRST_YEAR, last=LAST_YEAR))


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
