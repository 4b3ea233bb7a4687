"""The extract of one decision: what a body decided, how it voted and what is to be done, certified by a signature."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from paktum.core.messages import msg, nmsg
from paktum.domains.documents.frozen import Frozen, Name, Text
from paktum.domains.documents.paper import (
    AboutRow,
    Paper,
    about_data,
    file_number,
    made_rows,
    paper_data,
)
from paktum.domains.documents.typesetting import typeset_pdf
from paktum.domains.documents.wording import breakable, day_text
from paktum.plugin.vocabulary import Said

_TEMPLATE: Final = Path(__file__).with_name("decision_extract.typ")
Count = Annotated[int, Field(ge=0)]


class VoteOnPaper(Frozen):
    """The counts of the vote, weights included; `needed` for it to carry, `there` of the `quorum` needed, where known.

    `proof` is the SHA-256 of the vote's frozen proof, or empty.
    """

    yes: Count
    no: Count
    abstain: Count
    not_cast: Count = 0
    secret: bool = False
    needed: Count | None = None
    there: Count | None = None
    quorum: Count | None = None
    proof: Text = ""


class TaskOnPaper(Frozen):
    """What is to be done for the decision, by whom (a post or an organisation), and by when."""

    title: Name
    responsible: Text = ""
    due_on: date | None = None


class DecisionExtract(Paper):
    """Everything the extract of one decision prints. Texts are as the pact wrote them; a line feed parts paragraphs.

    `meeting`, `place` and `item` name where it was taken, as these were called then; empty where nobody noted it.
    `state` tells how far its execution is; `repealed_by` is the number of the decision that ended it, `annulled` why it never
    counted; `certified_by` are the posts of those who sign.
    """

    body: Name
    meeting: Text = ""
    place: Text = ""
    item: Text = ""
    number: Name
    title: Text = ""
    text: Name
    decided_on: date
    vote: VoteOnPaper | None = None
    state: Literal["none", "open", "in_progress", "done", "lapsed"] = "open"
    due_on: date | None = None
    tasks: tuple[TaskOnPaper, ...] = ()
    repealed_by: Text = ""
    annulled: Text = ""
    certified_by: tuple[Name, ...] = ()


def decision_extract_pdf(extract: DecisionExtract) -> bytes:
    """Make the PDF of an extract: A4 portrait, tagged (PDF/UA-1) and made to be kept (PDF/A-2a)."""
    return typeset_pdf(_TEMPLATE, decision_extract_data(extract), made_at=extract.taken_at)


def decision_extract_data(extract: DecisionExtract) -> dict[str, Any]:
    """What the template prints, as JSON values."""
    language = extract.document_language
    title = Said(extract.says(msg("Extract of a decision")), language)
    data = paper_data(extract, title=title, summary=extract.number, version=extract.number)
    data["words"] |= {
        "vote": extract.says(msg("Result of the vote")),
        "tasks": extract.says(msg("Tasks to be carried out")),
        "task_head": [extract.says(each) for each in (msg("Task"), msg("Responsible"), msg("Deadline"))],
        "certified": extract.says(msg("This extract agrees with the minutes.")),
        "dated": extract.dated,
        **file_number(extract),
    }
    signing = [extract.own(each) for each in extract.certified_by]
    return data | {
        "document_title": extract.own(f"{extract.number} – {extract.title}" if extract.title else extract.number),
        "number": extract.own(extract.number),
        "decision_title": extract.own(extract.title),
        "paragraphs": [breakable(line) for line in map(extract.own, extract.text.splitlines()) if line],
        "details": about_data(_details(extract)),
        "notice": _notice(extract),
        "votes": _votes(extract),
        "tasks": [
            [
                breakable(extract.own(task.title)),
                breakable(extract.own(task.responsible)),
                day_text(task.due_on, language) if task.due_on else "",
            ]
            for task in extract.tasks
        ],
        "signing": signing or [extract.says(msg("Chair of the body")), extract.says(msg("Attested by"))],
        "signing_lang": extract.language if signing else language,
        "about": about_data([*_proof(extract), *made_rows(extract)]),
    }


def _details(extract: DecisionExtract) -> list[AboutRow]:
    language, own = extract.document_language, extract.language
    rows: list[AboutRow] = [
        (extract.says(msg("Body")), extract.body, own),
        (extract.says(msg("%(Term_session)s")), extract.meeting, own),
        (extract.says(msg("Decided on")), day_text(extract.decided_on, language), language),
        (extract.says(msg("Place")), extract.place, own),
        (extract.says(msg("Agenda item")), extract.item, own),
    ]
    if extract.due_on:
        rows.append((extract.says(msg("Deadline")), day_text(extract.due_on, language), language))
    if extract.state != "none":
        rows.append((extract.says(msg("Execution")), extract.says(_STATES[extract.state]), language))
    return rows


_STATES: Final = {
    "open": msg("not begun"),
    "in_progress": msg("in progress"),
    "done": msg("carried out"),
    "lapsed": msg("no longer needed"),
}


def _notice(extract: DecisionExtract) -> str:
    if extract.annulled:
        return extract.says(msg("This decision was annulled with its vote: %(reason)s", reason=extract.annulled))
    if not extract.repealed_by:
        return ""
    return extract.says(msg("This decision was repealed by decision %(number)s.", number=extract.repealed_by))


def _votes(extract: DecisionExtract) -> dict[str, Any] | None:
    vote = extract.vote
    if vote is None:
        return None
    counts = [(msg("For"), vote.yes), (msg("Against"), vote.no), (msg("Abstaining"), vote.abstain)]
    if vote.not_cast:
        counts.append((msg("Not cast"), vote.not_cast))
    sentences = []
    if vote.needed is not None:
        sentences.append(nmsg("It needed %(num)d vote to carry.", "It needed %(num)d votes to carry.", vote.needed))
    if vote.there is not None and vote.quorum is not None:
        sentences.append(msg("There were %(there)d; the quorum was %(quorum)d.", there=vote.there, quorum=vote.quorum))
    if vote.secret:
        sentences.append(msg("The ballot was secret."))
    return {
        "counts": [[extract.says(label), str(number)] for label, number in counts],
        "note": " ".join(extract.says(sentence) for sentence in sentences),
    }


def _proof(extract: DecisionExtract) -> list[AboutRow]:
    if extract.vote is None or not extract.vote.proof:
        return []
    return [
        (extract.says(msg("Checksum of the vote's proof (SHA-256)")), extract.vote.proof, extract.document_language)
    ]
