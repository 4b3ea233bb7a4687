"""Forms of tasks; the view fills in whom a task may be given to."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired, Optional

from paktum.web.fields import ChoiceField, DayField, LineField, ParagraphField


class TaskForm(FlaskForm):
    """A task."""

    title = LineField(_l("What is to be done"), [DataRequired(_l("Say what is to be done."))])
    text = ParagraphField(_l("Details"))
    membership_id = ChoiceField(_l("Member who does it"), choices=())
    organisation_id = ChoiceField(_l("Organisation that does it"), choices=())
    assignee = LineField(
        _l("Post or person, as it was said"),
        description=_l("For whom has no sign-in here, such as the head of the district office."),
    )
    due_on = DayField(_l("Deadline"), [Optional()])
    body_id = ChoiceField(
        _l("Body that follows it"),
        choices=(),
        description=_l("The task stands on each of its agendas until it is done."),
    )
    version = HiddenField()


class ClosingForm(FlaskForm):
    """What came of a task, or why it is dropped."""

    note = ParagraphField(_l("How it was done"), longest=4000)


class RemarkForm(FlaskForm):
    """Something to say about a task."""

    text = ParagraphField(_l("Remark"), [DataRequired(_l("Write what you want to say."))], longest=4000)
