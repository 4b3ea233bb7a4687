"""Showing on a form what a service refused."""

from flask_wtf import FlaskForm

from paktum.core.errors import Invalid


def show_refusals(form: FlaskForm, invalid: Invalid) -> None:
    """Put each refusal at its field, and those of fields that the form does not have above it."""
    for name, message in invalid.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
        else:
            form.form_errors = [*form.form_errors, message]
