"""Forms of reports: what to make, as which file, in which language."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from paktum.domains.reports.rules import FORMAT_NAMES
from paktum.web.frame import LANGUAGE_NAMES

_FORMATS = [SelectChoice(code, name) for code, name in FORMAT_NAMES.items()]
_LANGUAGES = [SelectChoice(code, name, {"lang": code}) for code, name in LANGUAGE_NAMES.items()]


class AgainForm(FlaskForm):
    """The file format and the language of the document."""

    format = SelectField(
        _l("File format"),
        choices=_FORMATS,
        validators=[DataRequired(_l("Choose a file format."))],
        validate_choice=False,
    )
    language = SelectField(
        _l("Language"),
        choices=_LANGUAGES,
        validators=[DataRequired(_l("Choose a language."))],
        validate_choice=False,
    )


class ReportForm(AgainForm):
    """A report to be made; the view fills in what the pact calls each kind."""

    kind = SelectField(_l("Report"), validators=[DataRequired(_l("Choose a report."))], validate_choice=False)
