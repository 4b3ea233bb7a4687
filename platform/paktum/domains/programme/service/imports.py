"""Imports of work plans: taking a file in, answering its questions, correcting its rows, and taking it over or not."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.files.service import keep_file
from paktum.domains.files.tables import StoredFile
from paktum.domains.programme.import_rows import (
    CONFIRMED,
    Decided,
    ImportRow,
    decide_rows,
    fresh_rows,
    row_form,
    row_from,
)
from paktum.domains.programme.reading.apart import read_apart
from paktum.domains.programme.reading.inspection import FileFormat, Inspected, display_name, inspect_file
from paktum.domains.programme.reading.plan import Doubt
from paktum.domains.programme.reading.portable import note_form
from paktum.domains.programme.rules import EntryReference, ImportOutcome
from paktum.domains.programme.service.importing import import_entries
from paktum.domains.programme.tables import PlanEntry, PlanImport
from paktum.domains.programme.vocabulary import plan_bodies, plan_vocabulary
from paktum.plugin.vocabulary import Vocabulary

MEDIA_TYPES: Final[Mapping[FileFormat, str]] = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.TEXT: "text/plain",
}


@dataclass(frozen=True)
class TakenFile:
    """The import a file led to; `open_already` when this very file was waiting to be checked before."""

    import_id: uuid.UUID
    open_already: bool


@dataclass(frozen=True)
class GivenAnswer:
    """An answer from a page: which row and doubt, the answer, and the one that the page showed before (None: none)."""

    row: int
    doubt: int
    key: str
    seen: str | None


@dataclass(frozen=True)
class Disagreement:
    """A question that two people answered differently."""

    row: int
    doubt: int
    theirs: str
    mine: str


class AnsweredMeanwhile(Conflict):
    """Somebody else answered questions differently after the page was opened."""

    def __init__(self, disagreements: Sequence[Disagreement]) -> None:
        super().__init__(msg("Somebody else answered some of these questions after you opened the page."))
        self.disagreements = tuple(disagreements)


class RowChanged(Conflict):
    """Somebody else corrected the row after the form was opened; `present` is how it stands now."""

    def __init__(self, present: ImportRow) -> None:
        super().__init__(msg("Somebody else changed this row after you opened it."))
        self.present = present


class ImportChanged(Conflict):
    """The import is not as it was when the person decided to take it over."""

    def __init__(self) -> None:
        super().__init__(
            msg("Somebody else answered or corrected something after you opened the page. Look at it once more.")
        )


class ImportClosed(Conflict):
    """The import was taken over or discarded already."""

    def __init__(self) -> None:
        super().__init__(msg("This import is finished: nothing in it can be changed any more."))


def take_file(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    store: FileStore,
    words: Vocabulary,
    path: Path,
    name: str,
) -> TakenFile:
    """Inspect and read an uploaded plan, and keep it with what was understood until somebody takes it over.

    `name` is what the file was called where it came from. Nothing is kept of a file that is refused.
    Raises Forbidden; Refused with the reason.
    """
    authorise(actor, "programme.write")
    inspected = inspect_file(path)
    digest = hashlib.sha256(inspected.content).hexdigest()
    waiting = session.scalar(
        select(PlanImport.id)
        .join(StoredFile, StoredFile.id == PlanImport.file_id)
        .where(StoredFile.sha256 == digest, PlanImport.state == "read")
        .limit(1)
    )
    if waiting is not None:
        return TakenFile(waiting, open_already=True)
    plan = read_apart(path, plan_vocabulary(words, plan_bodies(session)))
    rows = fresh_rows(plan.entries, _rows_taken_over(session))
    file_id = _keep(session, store, actor, name, inspected)
    made = PlanImport(
        id=new_id(),
        file_id=file_id,
        file_name=display_name(name)[:400],
        state="read",
        rows=[row_form(row) for row in rows],
        notes=[note_form(note) for note in plan.notes],
        created_by=actor.membership_id,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(session, clock, actor, "plan_import.read", "plan_import", made.id, rows=len(rows))
    return TakenFile(made.id, open_already=False)


def _keep(session: TenantSession, store: FileStore, actor: Actor, name: str, inspected: Inspected) -> uuid.UUID:
    kept = keep_file(
        session,
        store,
        actor,
        name=display_name(name),
        media_type=MEDIA_TYPES[inspected.format],
        chunks=[inspected.content],
    )
    return kept.id


def _rows_taken_over(session: TenantSession) -> list[ImportRow]:
    """The rows of the last import that was taken over, for what people said of them."""
    rows = session.scalar(
        select(PlanImport.rows).where(PlanImport.state == "imported").order_by(PlanImport.finished_at.desc()).limit(1)
    )
    return [row_from(row) for row in rows or ()]


def load_import(session: TenantSession, import_id: uuid.UUID) -> PlanImport:
    """The import, locked until the transaction ends. Raises NotFound."""
    found = session.scalar(
        select(PlanImport).where(PlanImport.id == import_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _load_open(session: TenantSession, import_id: uuid.UUID) -> tuple[PlanImport, list[ImportRow]]:
    found = load_import(session, import_id)
    if found.state != "read":
        raise ImportClosed
    return found, [row_from(row) for row in found.rows]


def answer_questions(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    import_id: uuid.UUID,
    given: Iterable[GivenAnswer],
    confirmed: tuple[int, int] | None = None,
) -> None:
    """Keep answers to an import's questions; `confirmed` (row, doubt) says that one stays as it is.

    An answer that is the same as the page showed says nothing. Raises Forbidden, NotFound, Invalid, ImportClosed;
    AnsweredMeanwhile when somebody else answered one of them differently since the page was opened.
    """
    authorise(actor, "programme.write")
    found, rows = _load_open(session, import_id)
    changed = _new_answers(rows, given)
    if confirmed is not None and confirmed not in changed:
        _doubt(rows, *confirmed)
        changed[confirmed] = rows[confirmed[0]].effective_answer(confirmed[1]) or CONFIRMED
    if changed:
        _keep_answers(found, rows, changed)
        record(session, clock, actor, "plan_import.answered", "plan_import", import_id, answers=len(changed))


def _new_answers(
    rows: Sequence[ImportRow], given: Iterable[GivenAnswer], *, all_seen: bool = False
) -> dict[tuple[int, int], str]:
    """The answers that say something new. With `all_seen` an answer of somebody else's that the page did not show is a
    disagreement, even where the person left the question alone."""
    changed: dict[tuple[int, int], str] = {}
    disagreements = []
    for answer in given:
        doubt = _doubt(rows, answer.row, answer.doubt)
        present = rows[answer.row].answers.get(answer.doubt)
        shown = answer.seen if answer.seen is not None else doubt.chosen
        is_new = answer.key not in (shown, present)
        if (is_new or all_seen) and present is not None and present not in (shown, answer.key):
            disagreements.append(Disagreement(answer.row, answer.doubt, present, answer.key))
        if is_new:
            changed[answer.row, answer.doubt] = answer.key
    if disagreements:
        raise AnsweredMeanwhile(disagreements)
    return changed


def _doubt(rows: Sequence[ImportRow], row: int, doubt: int) -> Doubt:
    if not 0 <= row < len(rows) or not 0 <= doubt < len(rows[row].read.unsure):
        raise Invalid({"unsure": msg("There is no such question about this row.")})
    return rows[row].read.unsure[doubt]


def _keep_answers(found: PlanImport, rows: list[ImportRow], answers: Mapping[tuple[int, int], str]) -> None:
    for (row, doubt), key in answers.items():
        rows[row] = rows[row].answered(doubt, key)
    found.rows = [row_form(row) for row in rows]


def corrections_in(rows: Iterable[ImportRow]) -> int:
    """How many corrections people made to the rows of an import."""
    return sum(row.version for row in rows)


def correct_row(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    import_id: uuid.UUID,
    index: int,
    version: int,
    values: Mapping[str, Any],
    *,
    left_out: bool,
) -> None:
    """Put what a person says in place of what was read of a row; `values` are whole fields of the entry by name.

    Raises Forbidden, NotFound, ImportClosed; RowChanged when `version` is not the row's present one.
    """
    authorise(actor, "programme.write")
    found, rows = _load_open(session, import_id)
    if not 0 <= index < len(rows):
        raise NotFound
    if rows[index].version != version:
        raise RowChanged(rows[index])
    corrected = rows[index].corrected(values, left_out=left_out)
    if (corrected.own, corrected.left_out) == (rows[index].own, rows[index].left_out):
        return
    rows[index] = corrected
    found.rows = [row_form(row) for row in rows]
    facts = {"row": index + 1, "fields": sorted(corrected.own), "left_out": left_out}
    record(session, clock, actor, "plan_import.corrected", "plan_import", import_id, **facts)


def take_over(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    import_id: uuid.UUID,
    *,
    corrections: int | None = None,
    given: Iterable[GivenAnswer] = (),
) -> ImportOutcome:
    """Bring the rows into the programme in one transaction; those that stay out are kept with the import.

    `corrections` is how many the person saw (see `corrections_in`), `given` the answers on the page; None and nothing
    take it over as it stands. Raises Forbidden, NotFound, Invalid, ImportClosed, ImportChanged, AnsweredMeanwhile.
    """
    authorise(actor, "programme.write")
    found, rows = _load_open(session, import_id)
    if corrections is not None and corrections != corrections_in(rows):
        raise ImportChanged
    _keep_answers(found, rows, _new_answers(rows, given, all_seen=True))
    decided = decide_rows(rows)
    present = session.execute(select(PlanEntry.kind, PlanEntry.sequence))
    references = [EntryReference("session" if row.kind == "session" else "event", row.sequence) for row in present]
    outcome = import_entries(session, clock, actor, decided.planned(references), import_id=import_id)
    found.state = "imported"
    found.finished_at = clock.now()
    found.way_back = dict(outcome.way_back)
    found.rows = [row_form(row) for row in _with_outcomes(decided, outcome)]
    facts = {"added": len(outcome.added), "changed": len(outcome.changed), "unchanged": len(outcome.unchanged)}
    record(session, clock, actor, "plan_import.taken_over", "plan_import", import_id, **facts)
    return outcome


def _with_outcomes(decided: Decided, outcome: ImportOutcome) -> list[ImportRow]:
    done = dict.fromkeys(outcome.added, "new") | dict.fromkeys(outcome.changed, "changed")
    rows = []
    for row, entry, out in zip(decided.rows, decided.entries, decided.stays_out, strict=True):
        reference = EntryReference("session" if entry.kind.value == "session" else "event", entry.sequence)
        rows.append(replace(row, outcome="out" if out else done.get(reference, "same")))
    return rows


def discard_import(session: TenantSession, clock: Clock, actor: Actor, import_id: uuid.UUID) -> None:
    """Put an import aside; nothing of it enters the programme. Raises Forbidden, NotFound, ImportClosed."""
    authorise(actor, "programme.write")
    found, _ = _load_open(session, import_id)
    found.state = "discarded"
    found.finished_at = clock.now()
    record(session, clock, actor, "plan_import.discarded", "plan_import", import_id)


def reopen_import(session: TenantSession, clock: Clock, actor: Actor, import_id: uuid.UUID) -> None:
    """Take a discarded import up again, with all answers. Raises Forbidden, NotFound; ImportClosed once taken over."""
    authorise(actor, "programme.write")
    found = load_import(session, import_id)
    if found.state == "read":
        return
    if found.state != "discarded":
        raise ImportClosed
    found.state = "read"
    found.finished_at = None
    record(session, clock, actor, "plan_import.reopened", "plan_import", import_id)
