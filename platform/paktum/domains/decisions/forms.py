"""Forms of decisions and referrals; choices are filled in by the views."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import DataRequired, NumberRange, Optional

from paktum.web.fields import ChoiceField, DayField, LineField, ParagraphField

_VOTES = [Optional(), NumberRange(0, 100_000, _l("Enter a number of votes."))]


class DecisionForm(FlaskForm):
    """A decision that was not voted on in the meeting screen."""

    body_id = ChoiceField(_l("Body that decided"), choices=())
    decided_on = DayField(_l("Day of the decision"), [DataRequired(_l("Enter the day."))])
    title = LineField(_l("Short title"), description=_l("Without one, the beginning of the text stands in lists."))
    text = ParagraphField(_l("Text of the decision"), [DataRequired(_l("A decision needs its text."))], longest=20000)
    meeting = LineField()
    place = LineField(_l("Place"))
    item = LineField(_l("Agenda item"), description=_l("With its number, as it is to stand on the extract."))
    yes = IntegerField(_l("Votes for"), _VOTES)
    no = IntegerField(_l("Votes against"), _VOTES)
    abstain = IntegerField(_l("Abstentions"), _VOTES)
    execution = ChoiceField(_l("Execution"), choices=())
    due_on = DayField(_l("To be executed by"), [Optional()])


class ExecutionForm(FlaskForm):
    """How far a decision is executed."""

    execution = ChoiceField(_l("Execution"), choices=())
    due_on = DayField(_l("To be executed by"), [Optional()])
    execution_note = ParagraphField(_l("Note on the execution"), longest=4000)
    version = HiddenField()


class PublishForm(FlaskForm):
    """The words in which a decision is published."""

    public_text = ParagraphField(
        _l("Text for the public"),
        [DataRequired(_l("A published decision needs a text."))],
        longest=20000,
        description=_l("Leave out what is personal: names, addresses, what can be told of one single person."),
    )
    version = HiddenField()


class RepealForm(FlaskForm):
    """The decision that repeals this one."""

    by_id = ChoiceField(_l("Repealed by"), choices=())


class ReferralForm(FlaskForm):
    """What is forwarded from one body to another."""

    kind = ChoiceField(_l("What is forwarded"), choices=())
    from_body_id = ChoiceField(_l("From the body"), choices=())
    to_body_id = ChoiceField(_l("To the body"), choices=())
    title = LineField(_l("What it is about"), [DataRequired(_l("Say what it is about."))])
    text = ParagraphField(_l("In full"), longest=20000)
    decision_id = HiddenField()


class AnswerForm(FlaskForm):
    """What the other body answers."""

    text = ParagraphField(_l("Answer"), longest=20000)
    decision_id = ChoiceField(_l("Decision that answers"), choices=())


class WithdrawForm(FlaskForm):
    """Why a referral is taken back."""

    reason = LineField(_l("Reason"), [DataRequired(_l("Say why it is withdrawn."))])
