"""Forms of minutes: a section, a remark, an approval, and evidence brought along."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, Optional

from paktum.domains.minutes.rules.rich_text import LONGEST
from paktum.web.fields import ChoiceField, DayField, LineField, ParagraphField


class SectionForm(FlaskForm):
    """A section, its text in the notation with signs."""

    heading = LineField(_l("Heading"), [DataRequired(_l("Give the section a heading."))])
    text = ParagraphField(_l("Text"), longest=LONGEST)
    public = BooleanField(_l("Public: everybody may read it once the minutes are published"))
    version = HiddenField()


class NewSectionForm(FlaskForm):
    """A section of the writer's own."""

    heading = LineField(_l("Heading of the new section"), [DataRequired(_l("Give the section a heading."))])


class RemarkForm(FlaskForm):
    """A remark on the minutes or on one section."""

    section_id = ChoiceField(_l("Which part it is about"))
    text = ParagraphField(_l("Your remark"), [DataRequired(_l("Write what you remark."))])


class ApprovalForm(FlaskForm):
    """Who approved."""

    approver = LineField(_l("Minutes approved by"), [DataRequired(_l("Say who approved the minutes."))])


class ReasonForm(FlaskForm):
    """Why approved minutes are opened again."""

    reason = ParagraphField(_l("Why"), [DataRequired(_l("Say why they have to be opened again."))], longest=2000)


class SureForm(FlaskForm):
    """Nothing but the token: somebody was asked and is sure."""


class SendForm(SureForm):
    """Being sure to send; `after` marks when they were last sent as the page that asked knew it."""

    after = HiddenField()


class EvidenceForm(FlaskForm):
    """A file that proves the meeting."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    kind = ChoiceField(_l("Kind of evidence"))
    title = LineField(_l("Title"), [Optional()])
    taken_on = DayField(_l("Day it was taken"), [Optional()])
    consent = BooleanField(_l("Those who can be recognised on it have consented to its keeping and use"))
