"""Forms of phones and of groups that form in a meeting."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired, Optional

from paktum.web.fields import ChoiceField, DayField, LineField, ParagraphField


class NewcomerForm(FlaskForm):
    """Somebody who came and is not on the list; `number` makes sending twice one check-in."""

    person = LineField(_l("Your name"), [DataRequired(_l("Say who you are."))])
    organisation = LineField(_l("Your organisation"))
    number = HiddenField()


class FirstDayForm(FlaskForm):
    """When and where a group meets first."""

    first_day = DayField(_l("First meeting on"), [Optional()])
    first_place = LineField(_l("Place of the first meeting"))


class TopicForm(FlaskForm):
    """A topic that a group could work on; `number` is its id, made before it is sent."""

    title = LineField(_l("Topic"), [DataRequired(_l("Say in a few words what the group would work on."))])
    question = ParagraphField(
        _l("Question"),
        longest=2000,
        description=_l("What the group is to find out or to prepare, in a sentence or two."),
    )
    item = ChoiceField(_l("Agenda item"), choices=())
    number = HiddenField()


class TopicWordsForm(FlaskForm):
    """Other words for a topic; `based_on` is the mark of those that the form was opened with."""

    title = LineField(_l("Topic"), [DataRequired(_l("Say in a few words what the group would work on."))])
    question = ParagraphField(
        _l("Question"),
        longest=2000,
        description=_l("What the group is to find out or to prepare, in a sentence or two."),
    )
    based_on = HiddenField()


class MemberForm(FlaskForm):
    """Somebody without a phone who joins a group."""

    person = LineField(_l("Who joins"), [DataRequired(_l("Say who joins the group."))])
    organisation = LineField(_l("Organisation"))


class FormGroupForm(FlaskForm):
    """What kind of body a group becomes."""

    body_type = ChoiceField(_l("Kind of body"), choices=())
