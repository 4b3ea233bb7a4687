"""The extract of a decision: its data locked at one instant, for the paper that a body hands out."""

from collections.abc import Iterable
from datetime import datetime

from paktum.core.languages import Language
from paktum.domains.decisions.queries import DecisionPage
from paktum.domains.decisions.rules import VoteCounts
from paktum.domains.documents.layouts.decision_extract import DecisionExtract, TaskOnPaper, VoteOnPaper
from paktum.domains.documents.letterhead import Letterhead
from paktum.domains.tasks.queries import TaskLine
from paktum.web.context import TenantFacts


def extract_of(
    page: DecisionPage,
    tasks: Iterable[TaskLine],
    letterhead: Letterhead,
    tenant: TenantFacts,
    *,
    language: Language,
    taken_at: datetime,
    made_by: str,
) -> DecisionExtract:
    """Lock a decision and its tasks for a paper in a language; `taken_at` is aware, `made_by` a post."""
    return DecisionExtract(
        letterhead=letterhead,
        language=tenant.language,
        document_language=language,
        taken_at=taken_at,
        timezone=tenant.timezone,
        made_by=made_by,
        body=page.body,
        meeting=page.meeting,
        place=page.place,
        item=page.item,
        number=page.number,
        title=page.own_title,
        text=page.text,
        decided_on=page.decided_on,
        vote=_vote(page.counts) if page.counts else None,
        state=page.execution,
        due_on=page.due_on,
        tasks=tuple(
            TaskOnPaper(title=one.title, responsible=one.holder, due_on=one.due_on)
            for one in tasks
            if one.state != "dropped"
        ),
        annulled=page.annulled,
        repealed_by=page.repealed_by[1] if page.repealed_by else "",
    )


def _vote(counts: VoteCounts) -> VoteOnPaper:
    return VoteOnPaper(
        yes=counts.yes,
        no=counts.no,
        abstain=counts.abstain,
        not_cast=counts.not_cast,
        secret=counts.secret,
        needed=counts.needed,
        there=counts.there,
        quorum=counts.quorum,
        proof=counts.proof,
    )


def extract_name(page: DecisionPage) -> str:
    """What the extract's file is called: the number in the letters and signs that every system takes in a name."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in page.number)
    return "-".join(part for part in kept.split("-") if part)[:120] + ".pdf"
