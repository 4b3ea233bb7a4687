"""Making a meeting of an entry of the programme, with what the plan says it is for."""

import uuid

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.messages import Message, msg, say
from paktum.domains.audit.service import record
from paktum.domains.meetings.rules.agenda import LONGEST_TITLE, ItemDraft
from paktum.domains.meetings.service.agenda import add_item
from paktum.domains.meetings.service.planning import MeetingDraft, plan_with_agenda
from paktum.domains.programme.queries import EntryDetails
from paktum.domains.programme.rules import points_of
from paktum.plugin.vocabulary import Vocabulary


def convene_entry(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, details: EntryDetails, draft: MeetingDraft
) -> uuid.UUID:
    """Plan the meeting that an entry stands for and give its id.

    Its agenda gets, beside what always stands on it, the purpose of the entry, the entries it prepares and the interim
    reports it evaluates (the work plan's sessions do both). Raises Forbidden, NotFound, Invalid by field, Conflict.
    """
    authorise(actor, "meetings.keep")
    meeting_id = plan_with_agenda(session, clock, actor, words, draft)
    for item in _items(details, words):
        add_item(session, clock, actor, meeting_id, item)
    record(session, clock, actor, "plan_entry.convened", "plan_entry", details.row.id, meeting=str(meeting_id))
    return meeting_id


def _items(details: EntryDetails, words: Vocabulary) -> list[ItemDraft]:
    """What the plan brings to the agenda, in the pact's language."""

    def said(message: Message) -> str:
        return say(message, words.language)[:LONGEST_TITLE]

    found = []
    for point in points_of(details.row.purpose):
        whole = len(point) <= LONGEST_TITLE
        found.append(ItemDraft(point if whole else f"{point[: LONGEST_TITLE - 1]}…", text="" if whole else point))
    found += [ItemDraft(said(msg("Evaluating interim report %(number)d", number=n))) for n in details.evaluates]
    found += [ItemDraft(said(msg("Preparing: %(title)s", title=link.title))) for link in details.prepares]
    return found
