"""The form that takes a Word template."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class TemplateForm(FlaskForm):
    """The file of a Word template."""

    file = FileField(_l("The Word template"), validators=[FileRequired(_l("Choose a file."))])
