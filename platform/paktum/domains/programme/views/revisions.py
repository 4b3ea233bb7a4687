"""Revisions of the programme: locking it as it stands, and each one with what it changes."""

import uuid
from collections.abc import Sequence
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from paktum.core.database import current_session
from paktum.core.messages import Message, msg
from paktum.domains.programme import revision_queries
from paktum.domains.programme.review_rules import adopted_words, falls_due_words, next_review, rule_words
from paktum.domains.programme.revision_rules import FIELD_LABELS, LockedEntry, differences
from paktum.domains.programme.service.revisions import lock_revision
from paktum.domains.programme.views.plan import blueprint
from paktum.domains.programme.wording import capital, expected, when
from paktum.web.access import requires
from paktum.web.context import current_actor, current_language, current_words, house
from paktum.web.layout import term
from paktum.web.notices import tell

_OUTCOMES: dict[str | None, tuple[str, Message]] = {
    None: ("planned", msg("Not decided yet")),
    "carried": ("held", msg("Adopted")),
    "rejected": ("off", msg("Not adopted")),
}


@blueprint.get("/programme/revisions")
@requires("programme.read")
def revisions() -> ResponseReturnValue:
    """All revisions, the latest first."""
    rows = revision_queries.revisions(current_session())
    return render_template(
        "programme/revisions.html",
        rows=rows,
        review=_review_words([row.decided_on for row in rows if row.outcome == "carried"]),
        outcomes=_OUTCOMES,
        programme=capital(term("work_programme")),
    )


@blueprint.post("/programme/revisions")
@requires("programme.write")
def lock() -> ResponseReturnValue:
    """Lock the programme as it stands."""
    revision_id = lock_revision(current_session(), house().clock, current_actor())
    tell(msg("The programme is locked as it stands. Choose it as the subject of an agenda item."))
    return redirect(url_for("programme.revision", revision_id=revision_id), 303)


@blueprint.get("/programme/revisions/<uuid:revision_id>")
@requires("programme.read")
def revision(revision_id: uuid.UUID) -> ResponseReturnValue:
    """One revision: what a body decided on it, what it changes, and all its entries."""
    page = revision_queries.revision_page(current_session(), revision_id)
    return render_template(
        "programme/revision.html",
        page=page,
        changes=differences(page.before[2], page.entries) if page.before else None,
        outcome=_OUTCOMES[page.outcome],
        labels=FIELD_LABELS,
        shown=_shown,
        programme=capital(term("work_programme")),
    )


def _review_words(adopted_on: Sequence[date]) -> list[Message]:
    """The rule for reviews and when the next one falls due; nothing where no rule asks for any."""
    words = current_words()
    if words.plan_review is None:
        return []
    last = max(adopted_on, default=None)
    sentences = [rule_words(words.plan_review, str(words.say(words.plan_review.source, current_language())))]
    if last is not None:
        sentences += [adopted_words(last), falls_due_words(next_review(words.plan_review, last, last))]
    return sentences


def _shown(entry: LockedEntry, field: str) -> str:
    """A value of an entry as people read it."""
    if field == "period":
        return when(entry.planned, current_language())
    if field == "counted":
        results = ((measure, least, None) for measure, least in entry.counted)
        return "; ".join(expected(results, current_words(), current_language()))
    value = getattr(entry, field)
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
