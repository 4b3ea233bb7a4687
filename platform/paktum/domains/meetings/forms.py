"""Forms of meetings: planning and editing one, its agenda items, documents, announcements, and reasons."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from paktum.web.fields import ChoiceField, DayField, LineField, ParagraphField, whole_number

_HOUR = _l("Enter a time such as 10:00.")


class VersionedForm(FlaskForm):
    """A form that knows which version of its thing it was opened with."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version as a number; 0, which nothing has, when what came in is not one."""
        return whole_number(self.version.data)


class MeetingForm(VersionedForm):
    """When, where and how a meeting is held; its bodies are asked only when it is planned."""

    body = ChoiceField(_l("Body"), choices=())
    others = SelectMultipleField(_l("Together with"), choices=(), validate_choice=False)
    day = DayField(_l("Day"), [InputRequired(_l("Enter the day."))])
    starts = TimeField(_l("Begins"), [InputRequired(_HOUR)])
    ends = TimeField(_l("Ends"), [InputRequired(_HOUR)])
    last_day = DayField(
        _l("Last day"), [Optional()], description=_l("Only where it ends on another day, as a circulated ballot does.")
    )
    form = RadioField(_l("How it is held"), choices=(), validate_choice=False)
    place = LineField(_l("Place"), description=_l("Address and room, as the invitation says it."))
    remote_address = LineField(_l("Address for those who join by video or telephone"))
    title = LineField(_l("Own title"), description=_l("Left empty, it is called by its body and number."))
    invitation_note = ParagraphField(
        _l("Words for the invitation"), longest=2000, description=_l("They stand above the agenda in the invitation.")
    )

    def spell(self, zone: str) -> tuple[datetime, datetime]:
        """Beginning and end as aware instants; the form has been validated."""
        zone_info = ZoneInfo(zone)
        first: date = self.day.data
        last: date = self.last_day.data or first
        starts: time = self.starts.data
        ends: time = self.ends.data
        return datetime.combine(first, starts, zone_info), datetime.combine(last, ends, zone_info)


class AgainForm(FlaskForm):
    """When a meeting is convened a second time."""

    day = DayField(_l("Day"), [InputRequired(_l("Enter the day."))])
    starts = TimeField(_l("Begins"), [InputRequired(_HOUR)])
    ends = TimeField(_l("Ends"), [InputRequired(_HOUR)])

    def spell(self, zone: str) -> tuple[datetime, datetime]:
        """Beginning and end as aware instants; an end before the beginning is on the next day."""
        zone_info = ZoneInfo(zone)
        starts = datetime.combine(self.day.data, self.starts.data, zone_info)
        ends = datetime.combine(self.day.data, self.ends.data, zone_info)
        return starts, ends if ends > starts else ends + timedelta(days=1)


class ReasonForm(FlaskForm):
    """Why something is called off."""

    reason = ParagraphField(
        _l("Reason"), [InputRequired(_l("Say why, so that those invited understand."))], longest=2000
    )


class ConveneForm(FlaskForm):
    """Convening without sending anything; a late one needs its reason."""

    reason = ParagraphField(_l("Why it is convened so late"), longest=2000)


class ItemForm(VersionedForm):
    """An item of an agenda."""

    title = LineField(_l("What it is about"), [InputRequired(_l("Say what the item is about."))])
    kind = ChoiceField(_l("Kind of item"), choices=())
    subject = ChoiceField(
        _l("What is brought before the body"),
        choices=(),
        description=_l("A decision under this item is told to it: a report becomes accepted, a programme adopted."),
    )
    text = ParagraphField(_l("Explanation"), longest=20_000)
    presenter = LineField(_l("Presented by"), description=_l("A post or an organisation."))
    working_group_id = ChoiceField(_l("Group that prepares it"), choices=())
    minutes = IntegerField(
        _l("Length in minutes"), [Optional(), NumberRange(1, 1440, _l("Between 1 and 1,440 minutes."))]
    )
    public = BooleanField(_l("Everybody may see this item"))


class DocumentForm(FlaskForm):
    """A file for the pack; several files may be chosen at once when they are added."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file."))])
    title = LineField(_l("Title"), description=_l("Left empty, it is called by its file's name."))
    item = ChoiceField(_l("Belongs to"), choices=())
    kind = RadioField(_l("Kind of document"), choices=(), validate_choice=False)
    public = BooleanField(_l("Everybody may see this document"))


class DocumentFactsForm(FlaskForm):
    """What is known of a document, without its file."""

    title = LineField(_l("Title"), [InputRequired(_l("Enter a title."))])
    item = ChoiceField(_l("Belongs to"), choices=())
    kind = RadioField(_l("Kind of document"), choices=(), validate_choice=False)
    public = BooleanField(_l("Everybody may see this document"))


class AnnouncementForm(VersionedForm):
    """What somebody plans and tells the others before the meeting."""

    item = ChoiceField(_l("Agenda item"), choices=())
    title = LineField(_l("What you plan"), [InputRequired(_l("Say what you plan."))])
    on = DayField(_l("Day it takes place"), [Optional()])
    text = ParagraphField(_l("In a few words"), description=_l("Where, for whom, and whom you look for to take part."))
    author = LineField(_l("In whose name"), description=_l("Left empty, in your own."))


class ForwardForm(FlaskForm):
    """Forwarding the matter of an item to another body."""

    to_body = ChoiceField(_l("To which body"), choices=())
    kind = RadioField(_l("What is forwarded"), choices=(), validate_choice=False)
    title = LineField(_l("What it is about"), [InputRequired(_l("Say what the item is about."))])
    text = ParagraphField(_l("What is asked or told"), longest=4000)


def blank(value: Any) -> str:
    """A value as a field of choices keeps it; empty for None."""
    return "" if value is None else str(value)
