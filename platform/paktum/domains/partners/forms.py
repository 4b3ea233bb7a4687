"""Forms of partner organisations."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from paktum.web.fields import ChoiceField, LineField, MailField


class OrganisationForm(FlaskForm):
    """An organisation; the view fills in the kinds and roles."""

    name = LineField(_l("Name"), [DataRequired(_l("Enter the name of the organisation."))])
    kind = ChoiceField(_l("Kind of organisation"), choices=())
    place = LineField(_l("Town"), longest=200, description=_l("The town where it works, such as Kecskemét."))
    email = MailField(
        _l("E-mail address"),
        description=_l("Invitations go here, for guests and for posts without an address of their own."),
    )
    consortium_role = ChoiceField(_l("Role in the consortium of the grant"), choices=())
    version = HiddenField()
