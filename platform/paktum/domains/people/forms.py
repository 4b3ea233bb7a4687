"""Forms of signing in, of one's own account, and of members."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from paktum.core.languages import LANGUAGES
from paktum.core.mail_addresses import LONGEST_ADDRESS
from paktum.domains.people.rules import LONGEST_PASSWORD
from paktum.web.fields import an_address, at_most, one_line
from paktum.web.frame import LANGUAGE_NAMES


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else text


class SignInForm(FlaskForm):
    """Address, password, and where to go on to."""

    email = StringField(
        _l("E-mail address"),
        filters=[_stripped],
        validators=[DataRequired(_l("Enter your e-mail address.")), at_most(LONGEST_ADDRESS)],
    )
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Enter your password.")), at_most(LONGEST_PASSWORD)]
    )
    next = HiddenField()


class ForgottenForm(FlaskForm):
    """The address that a link for a new password goes to."""

    email = StringField(
        _l("E-mail address"),
        filters=[_stripped],
        validators=[
            DataRequired(_l("Enter your e-mail address.")),
            at_most(LONGEST_ADDRESS),
            an_address,
        ],
    )


class NewPasswordForm(FlaskForm):
    """A new password; what it must be is for the rules of people to say."""

    password = PasswordField(_l("New password"), validators=[DataRequired(_l("Choose a password."))])


class PresentPasswordForm(FlaskForm):
    """One's present password, to accept an invitation with."""

    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Enter your password."))])


class ChangePasswordForm(FlaskForm):
    """The present password and a new one."""

    old_password = PasswordField(_l("Present password"), validators=[DataRequired(_l("Enter your present password."))])
    password = PasswordField(_l("New password"), validators=[DataRequired(_l("Choose a password."))])


class ShortcutsForm(FlaskForm):
    """Whether single letters do something."""

    shortcuts = BooleanField(_l("Single-letter keys"))


class InvitationForm(FlaskForm):
    """A colleague's address, role and post, and the language of the mail. The roles' names are the pact's own."""

    email = StringField(
        _l("E-mail address"),
        filters=[_stripped],
        validators=[
            DataRequired(_l("Enter the colleague's e-mail address.")),
            at_most(LONGEST_ADDRESS),
            an_address,
        ],
    )
    post = StringField(
        _l("Post"),
        description=_l("What the colleague does; this stands beside everything they do here."),
        filters=[one_line],
        validators=[DataRequired(_l("Enter the post.")), at_most(200)],
    )
    role = SelectField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])
    language = SelectField(
        _l("Language of the mail"),
        choices=[SelectChoice(code, LANGUAGE_NAMES[code], {"lang": code}) for code in LANGUAGES],
    )


class MemberForm(FlaskForm):
    """A member's post and role, and the version that the page showed."""

    post = StringField(_l("Post"), filters=[one_line], validators=[DataRequired(_l("Enter the post.")), at_most(200)])
    role = SelectField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])
    version = IntegerField(validators=[InputRequired()])


class EndForm(FlaskForm):
    """The version of the member that the page showed."""

    version = IntegerField(validators=[InputRequired()])
