"""Forms of invitations: sending, guests, a line of the list, an answer."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired

from paktum.domains.meetings.rules.inviting import LONGEST_REMARK
from paktum.domains.meetings.service.inviting import LONGEST_NOTE
from paktum.domains.meetings.service.life import LONGEST_REASON
from paktum.web.fields import ChoiceField, LineField, ParagraphField


class SendForm(FlaskForm):
    """Convening: what the invitation says besides, and why it is late, if it is."""

    note = ParagraphField(
        _l("A word along with the invitation"),
        longest=LONGEST_NOTE,
        description=_l("It stands in the mail above the agenda, such as what to bring or where to park."),
    )
    notice_reason = ParagraphField(
        _l("Why it is convened later"),
        longest=LONGEST_REASON,
        description=_l("The reason stays with the meeting and can be read in its file."),
    )


class GuestListForm(FlaskForm):
    """Guests as a pasted list."""

    guests = ParagraphField(
        _l("Guests, one a line"),
        [DataRequired(_l("Enter at least one guest."))],
        longest=100_000,
        description=_l("Name; organisation; e-mail address. Lines copied from a table are understood as well."),
    )


class OrganisationsForm(FlaskForm):
    """Organisations chosen as guests; the view fills in the choices."""

    organisations = SelectMultipleField(_l("Organisations"), choices=(), validate_choice=False)


class InviteeForm(FlaskForm):
    """A line of the list; the view fills in the languages."""

    name = LineField(_l("Post or person"), [DataRequired(_l("Enter who is invited."))])
    organisation = LineField(_l("Organisation"))
    email = LineField(
        _l("E-mail address"),
        longest=254,
        description=_l("With another address the invitation goes out again, and the earlier personal link ends."),
    )
    language = ChoiceField(_l("Language of the mails"), choices=())


class AnswerForm(FlaskForm):
    """One's own answer to an invitation; the view fills in the choices."""

    answer = RadioField(_l("Do you come?"), choices=(), validate_choice=False)
    stand_in = LineField(
        _l("Who comes instead of you"),
        description=_l("If you cannot come and somebody takes your place: the post, such as head of department."),
    )
    remark = ParagraphField(_l("A remark for the organisers"), longest=LONGEST_REMARK)


class NotedAnswerForm(AnswerForm):
    """An invitee's answer as the office heard it; it speaks of them, not to them."""

    answer = RadioField(_l("Answer"), choices=(), validate_choice=False)
    stand_in = LineField(
        _l("Who comes instead"),
        description=_l("If somebody else comes in their place: the post, such as head of department."),
    )
    remark = ParagraphField(_l("Remark"), longest=LONGEST_REMARK)
