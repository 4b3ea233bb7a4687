"""The blueprints of decisions and of referrals, and what several of their pages use."""

import uuid
from datetime import date

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from paktum.core.clock import today_in
from paktum.core.messages import Message
from paktum.domains.decisions.rules import EXECUTION_LABELS, Execution, VoteCounts, is_overdue
from paktum.web.context import current_tenant, house
from paktum.web.notices import tell

blueprint = Blueprint("decisions", __name__, template_folder="../templates")
referrals_blueprint = Blueprint("referrals", __name__)

_LOOKS: dict[Execution, str] = {
    "none": "off",
    "open": "planned",
    "in_progress": "convened",
    "done": "held",
    "lapsed": "off",
}


def today() -> date:
    """The day it is where the pact is."""
    return today_in(house().clock, current_tenant().timezone)


def execution_state(execution: Execution, due_on: date | None) -> tuple[str, Message]:
    """The look of a decision's execution and its words."""
    late = is_overdue(execution, due_on, today())
    return ("late" if late else _LOOKS[execution]), EXECUTION_LABELS[execution]


def counts_text(counts: VoteCounts | None) -> str:
    """The votes for, against and abstaining as the register writes them; empty where none were noted."""
    return f"{counts.yes} : {counts.no} : {counts.abstain}" if counts else ""


def to_decision(decision_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    """After a change: to the decision's page, which says what was done."""
    tell(message)
    return redirect(url_for("decisions.decision", decision_id=decision_id), 303)


def to_referral(referral_id: uuid.UUID, message: Message) -> ResponseReturnValue:
    """After a change: to the referral's page, which says what was done."""
    tell(message)
    return redirect(url_for("referrals.referral", referral_id=referral_id), 303)


@blueprint.context_processor
def _values() -> dict[str, object]:
    return {"execution_state": execution_state, "counts_text": counts_text, "execution_labels": EXECUTION_LABELS}
